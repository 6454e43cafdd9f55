import test from 'ava'
import * as fc from 'fast-check'
import { minotaur } from '../../../node/games/minotaur/index.ts'
import { LOBBY_EVENTS_MAX } from '../../../node/games/minotaur/rules.ts'
import type { MinotaurState } from '../../../node/games/minotaur/state.ts'
import { decode, encode } from '../../../protocol/codec.ts'
import { everySeat, plans, play, statesOf } from './playing.ts'
import { A, attack, B, begun, E, lobby, move, must, NE, round, same, viewOf } from './table.ts'

const O = { q: 0, r: 0 }
/** As a handoff does it: over the wire as bytes. */
const travelled = (state: MinotaurState): MinotaurState => minotaur.load(decode(encode(minotaur.save(state, 1))), 1)
const saved = (state: MinotaurState) => minotaur.save(state, 1) as Record<string, unknown>

test('[G3] a game is the same after it travelled, at every moment of it', t => {
  t.deepEqual(travelled(minotaur.create(-5)), minotaur.create(-5))
  t.deepEqual(travelled(lobby(3)), lobby(3))
  fc.assert(
    fc.property(plans, plan => {
      for (const state of statesOf(plan)) {
        same(t, minotaur.load(minotaur.save(state, 1), 1), state)
        same(t, travelled(state), state)
      }
    }),
  )
})

test('[G3] half-made choices, dice and views travel too', t => {
  fc.assert(
    fc.property(plans, plan => {
      for (const { before, input, after } of play(plan)) {
        const moved = travelled(before)
        for (const seat of everySeat(before)) same(t, viewOf(moved, seat), viewOf(before, seat))
        const step = input === 'timeout' ? minotaur.timeout(moved) : minotaur.command(moved, input.seat, input.command)
        same(t, step.state, after)
      }
    }),
  )
})

test('the same state is always the same bytes', t => {
  const state = round(begun([O, O]), [move(E)])
  t.deepEqual(encode(minotaur.save(state, 1)), encode(minotaur.save(structuredClone(state), 1)))
})

test('[G7] a game saved by the first release is still read', t => {
  const state = round(begun([O, O]), [attack(B), move(E)], [move(NE)])
  const planned = must(state, B, { do: 'register', action: move(E) })
  const golden = decode(new Uint8Array(Buffer.from(GOLDEN, 'base64url')))
  t.deepEqual(decode(encode(minotaur.save(planned, 1))), golden)
  t.deepEqual(minotaur.load(golden, 1), planned)
})

test('other schemas are neither read nor written', t => {
  t.throws(() => minotaur.save(lobby(1), 2), { message: /schema/ })
  t.throws(() => minotaur.load(saved(lobby(1)), 2), { message: /schema/ })
  t.deepEqual([minotaur.reads, minotaur.writes], [[1], [1]])
})

test('what is no saved game is not loaded', t => {
  const state = round(begun([O, O]), [attack(B), move(E)])
  const good = saved(state)
  t.notThrows(() => minotaur.load(good, 1))
  const [first, ...others] = good.players as Record<string, unknown>[]
  const log = good.log as Uint8Array
  const bad: Record<string, unknown> = {
    nothing: null,
    'a list': [],
    'a field too few': { ...good, log: undefined },
    'a field too many': { ...good, extra: 1 },
    'an unknown phase': { ...good, phase: 'paused' },
    'a generator that is none': { ...good, random: -1 },
    'a negative health': { ...good, players: [{ ...first, health: -1 }, ...others] },
    'a place outside': { ...good, players: [{ ...first, cell: 999 }, ...others] },
    'a character nowhere': { ...good, players: [{ ...first, cell: -1 }, ...others] },
    'an impossible action': { ...good, players: [{ ...first, actions: [{ kind: 'fly' }] }, ...others] },
    'a maze of another size': { ...good, maze: { radius: 2, open: (good.maze as { open: Uint8Array }).open } },
    'no maze in play': { ...good, maze: { radius: 0, open: new Uint8Array() } },
    'a log that breaks off': { ...good, log: log.slice(0, -1) },
    'an unknown event': { ...good, log: Uint8Array.of(99, 1) },
    'an event outside': { ...good, log: Uint8Array.of(5, 1, 0, 1, 200, 0, 0) },
  }
  for (const [what, value] of Object.entries(bad)) t.throws(() => minotaur.load(value, 1), undefined, what)
  fc.assert(fc.property(fc.anything(), value => void t.throws(() => minotaur.load(value, 1))))
})

test('seats and limits fit the bytes they are written in', t => {
  const high = 15 as typeof A
  const state = {
    ...lobby(1),
    log: [{ round: 0, kind: 'attack', by: A, target: high, damage: 4, at: 0, seen: 0xffff } as const],
    maze: { radius: 0, open: [0] },
  }
  t.deepEqual(travelled(state), state)
  t.true(LOBBY_EVENTS_MAX > 0)
})

/** Never changed: what was once written must stay readable. */
const GOLDEN =
  '3gAGpXBoYXNlp3BsYXlpbmemcmFuZG9tzpJg6yClcm91bmQCp3BsYXllcnOS3gAIpG5hbWWjQWRhqXdpdGhkcmF3bsKmaGVhbHRoCqRjZWxsE6RmZWxsAKVyZWFkecKnYWN0aW9uc5Ckc2VlbpISE94ACKRuYW1lo0Jlbql3aXRoZHJhd27CpmhlYWx0aAakY2VsbAykZmVsbAClcmVhZHnCp2FjdGlvbnOR3gACpGtpbmSkbW92ZalkaXJlY3Rpb24ApHNlZW6SEgykbWF6Zd4AAqZyYWRpdXMDpG9wZW7EJTE5OTgzPz8_PDM_Pz8_PCM_Pz8_PxwnPz8_Px4nPz8_HgcPDw6jbG9nxCoAAAAAAAECAQMBAAEEEgADBAEAEhMAAAIAAAEABAEBEgwAAAEAAAEBAgI'
