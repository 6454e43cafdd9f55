// The migrations of a release with a new schema: forward, back for a roll-back, and what neither release reads of the
// other.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import * as fc from 'fast-check'
import type { Game } from '../../../node/core/game.ts'
import { loadSession, saveSession } from '../../../node/core/session/state.ts'
import { minotaur } from '../../../node/games/minotaur/index.ts'
import { decode, encode } from '../../../protocol/codec.ts'
import { KEPT, keptReleases, releaseOf } from '../../golden/release.ts'
import { plans, play } from '../minotaur/playing.ts'
import { same } from '../minotaur/table.ts'
import { type NextState, nextMinotaur } from './next-minotaur.ts'

const next = nextMinotaur()
const travelled = (value: unknown) => decode(encode(value))
const forward = (state: unknown): NextState => next.load(travelled(minotaur.save(state as never, 1)), 1)
const back = (state: NextState) => minotaur.load(travelled(next.save(state, 1)), 1)

test('[G7] every moment of a game goes forward to the new schema, and back, without a loss', t => {
  fc.assert(
    fc.property(plans, plan => {
      for (const { before, input, after } of play(plan)) {
        const migrated = forward(before)
        same(t, back(migrated), before)
        const step = input === 'timeout' ? next.timeout(migrated) : next.command(migrated, input.seat, input.command)
        same(t, step.state, forward(after))
        same(t, next.load(travelled(next.save(step.state, 2)), 2), step.state)
      }
    }),
  )
})

test('[G7] a migrated game knows what its old schema only implied', t => {
  fc.assert(
    fc.property(plans, plan => {
      for (const { after } of play(plan)) {
        const { fallen, players } = forward(after)
        t.deepEqual(
          [...fallen].sort(),
          [...players.keys()].filter(seat => players[seat]!.fell > 0),
        )
        t.deepEqual(
          fallen.map(seat => players[seat]!.fell),
          fallen.map(seat => players[seat]!.fell).sort((a, b) => a - b),
        )
      }
    }),
  )
})

test('[G7] sessions that releases of the old schema left behind are migrated, and written back as they were', t => {
  const old = keptReleases().filter(name => releaseOf(name).minotaur === 1)
  t.true(old.length > 0)
  for (const release of old) {
    for (const name of ['in-a-round', 'over']) {
      const bytes = new Uint8Array(readFileSync(join(KEPT, release, 'snapshot', `${name}.bin`)))
      const loaded = loadSession(bytes, next as Game)
      t.true(Array.isArray((loaded.state.game as NextState).fallen))
      t.deepEqual(Buffer.from(saveSession(loaded, next as Game, 1)), Buffer.from(bytes))
      t.deepEqual(loadSession(saveSession(loaded, next as Game, 2), next as Game), { ...loaded, schema: 2 })
    }
  }
})

test('[G7] the old release refuses the new schema, by its number and by its shape', t => {
  const saved = travelled(next.save(next.create(1), 2))
  t.throws(() => minotaur.load(saved, 2), { message: /schema/ })
  t.throws(() => minotaur.load(saved, 1))
  t.throws(() => next.load(travelled(next.save(next.create(1), 1)), 2), undefined, 'a new one without its field')
  for (const use of [() => next.save(next.create(1), 3), () => next.load(saved, 3)])
    t.throws(use, { message: /schemas/ })
})
