import test from 'ava'
import * as fc from 'fast-check'
import * as v from 'valibot'
import { minotaur } from '../../../node/games/minotaur/index.ts'
import { LOG_ROUNDS } from '../../../node/games/minotaur/rules.ts'
import { border, legalCommands, neighbour } from '../../../protocol/minotaur-legal.ts'
import { everySeat, plans, play, statesOf } from './playing.ts'
import { A, attack, B, begun, C, E, lobby, move, must, round, told, viewOf, W, withHealth } from './table.ts'
import { ViewSchema } from './view-schema.ts'

const O = { q: 0, r: 0 }
const FAR = { q: -3, r: 0 }

test('a view has the fields that are documented and no other', t => {
  for (const state of [lobby(1), must(lobby(2), A, { do: 'leave' })])
    for (const seat of everySeat(state)) t.true(v.is(ViewSchema, viewOf(state, seat)))
  fc.assert(
    fc.property(plans, plan => {
      for (const state of statesOf(plan))
        for (const seat of everySeat(state)) t.notThrows(() => v.parse(ViewSchema, viewOf(state, seat)))
    }),
    { numRuns: 30 },
  )
})

test('[R20] places are counted from the viewer, and shift when they move', t => {
  const state = begun([O, O])
  t.deepEqual(viewOf(state, A).seen, [{ ...O, open: [0, 1, 2, 3, 4, 5] }])
  const there = round(state, [move(E)])
  t.deepEqual(
    viewOf(there, A).seen.map(({ q, r }) => ({ q, r })),
    [{ q: -1, r: 0 }, O],
  )
  t.deepEqual(told(there, A)[0], { round: 1, kind: 'walked', steps: [E], blocked: false, at: { q: -1, r: 0 } })
  const back = round(there, [move(W)])
  t.deepEqual(
    viewOf(back, A).seen.map(({ q, r }) => ({ q, r })),
    [O, { q: 1, r: 0 }],
  )
})

test('[R21] a character remembers where it has been, as one piece in which every wall has two sides', t => {
  fc.assert(
    fc.property(plans, plan => {
      for (const { before, after } of play(plan))
        for (const seat of everySeat(after)) {
          const { seen, open } = viewOf(after, seat)
          t.deepEqual(seen.find(hex => hex.q === 0 && hex.r === 0)?.open, open)
          t.is(new Set(seen.map(({ q, r }) => `${q},${r}`)).size, seen.length)
          t.true(seen.length >= viewOf(before, seat).seen.length)
          for (const hex of seen)
            for (const direction of hex.open)
              t.is(border(seen, neighbour(hex, direction), ((direction + 3) % 6) as 0), 'open')
          const reached = new Set(['0,0'])
          for (let size = 0; size < reached.size; ) {
            size = reached.size
            for (const hex of seen.filter(({ q, r }) => reached.has(`${q},${r}`)))
              for (const direction of hex.open) {
                const { q, r } = neighbour(hex, direction)
                if (seen.some(other => other.q === q && other.r === r)) reached.add(`${q},${r}`)
              }
          }
          t.is(reached.size, seen.length)
        }
    }),
    { numRuns: 30 },
  )
})

test('[R22] who left the lobby sees the course of the game as everyone does', t => {
  const state = must(must(lobby(4), C, { do: 'leave' }), A, { do: 'start' })
  const view = viewOf(must(state, B, { do: 'leave' }), C)
  t.like(view, { phase: 'playing', round: 1, outcome: null })
  t.deepEqual([view.here, view.open, view.seen], [[], [], []])
  t.deepEqual(view.fallen, [{ seat: B, round: 1 }])
  t.deepEqual(legalCommands(view), [])
  const end = must(must(state, A, { do: 'leave' }), B, { do: 'leave' })
  t.like(viewOf(end, C), { phase: 'over', outcome: null })
})

test('[R23] who has fallen keeps what they knew', t => {
  const before = round(begun([O, O, FAR]), [move(E)], [move(E)])
  const state = round(withHealth(before, 4, 10, 10), [], [attack(A)])
  const [was, is] = [viewOf(before, A), viewOf(state, A)]
  t.deepEqual(is.seen, was.seen)
  t.deepEqual(is.open, was.open)
  t.deepEqual(is.here, [])
  t.is(is.outcome, 'lost')
  t.like(told(state, A)[0], { kind: 'attack', target: A })
  t.deepEqual(told(state, A, 1), told(before, A))
})

test('[R24] how much time is left is the business of the update', t => {
  t.is(minotaur.command(lobby(2), A, { do: 'start' }).clockMs, viewOf(lobby(2), A).rules.roundMs)
  t.is(minotaur.command(begun([O, O]), A, { do: 'ready', ready: true }).clockMs, undefined)
})

test('[R25] who does not plan has no points and no actions', t => {
  const gone = must(must(begun([O, O, O]), A, { do: 'register', action: move(E) }), A, { do: 'leave' })
  for (const { you } of [viewOf(lobby(2), A), viewOf(gone, A), viewOf(must(gone, B, { do: 'leave' }), C)])
    t.like(you, { points: 0, actions: [], ready: false })
})

test('[R26] the log reaches back as many rounds, however much happened', t => {
  let quiet = begun([O, O, FAR])
  let wild = quiet
  for (let i = 0; i < LOG_ROUNDS + 3; i++) {
    quiet = round(quiet)
    wild = round(wild, [move(E), move(W)], [move(W), move(E)])
  }
  const rounds = [...new Set(viewOf(quiet, C).log.map(entry => entry.round))]
  t.is(rounds.length, LOG_ROUNDS)
  t.is(rounds.at(-1), quiet.round)
  t.deepEqual([...new Set(viewOf(wild, C).log.map(entry => entry.round))], rounds)
})

test('[R26] players who come and go in the lobby do not make the log long', t => {
  let state = lobby(2)
  for (let i = 0; i < 200; i++) state = must(must(state, B, { do: 'leave' }), B, { do: 'enter' })
  t.true(state.log.length <= 32)
  t.like(viewOf(state, A).log.at(-1), { kind: 'joined', seat: B })
})

test('a seat that is none of the game has no view', t => {
  t.throws(() => viewOf(lobby(1), B), { instanceOf: RangeError })
})
