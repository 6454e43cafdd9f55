// The game's clock, by hand: who keeps the time may ring too early.
import test from 'ava'
import type { Game } from '../../../node/core/game.ts'
import { Hand, peer } from '../hand.ts'
import { type Tally, tally } from '../tally.ts'

/** Above 2^31 ms, which is the longest that some timers can wait. */
const MONTH_MS = 30 * 86_400_000
const slow: Game<Tally> = {
  ...tally,
  join: (s, seat, name) => ({ ...tally.join(s, seat, name), clockMs: MONTH_MS }),
  timeout: s => ({ ...tally.timeout(s), clockMs: null }),
}

function month() {
  const h = new Hand(['A', 'B'], {}, slow as Game)
  const session = h.session('A', 1, 'ann')
  const running = () => h.node('A').context.store.members.get(session)!.running!
  const rings = () => (running().state.game as Tally).rings
  const timer = () => ({ kind: 'clock', session, epoch: running().epoch, set: running().clockSet }) as const
  const ring = () => h.event(peer('A'), { kind: 'timer', timer: timer() })
  return { h, running, rings, ring, timer }
}

test('[G3] a clock of a month that is rung at once goes on, and rings when its time has come', t => {
  const { h, running, rings, ring } = month()
  const { clockAt } = running()
  ring()
  t.is(rings(), 0)
  t.is(running().clockAt, clockAt)
  h.now = clockAt! - 1
  ring()
  t.is(rings(), 0)
  h.now = clockAt!
  ring()
  t.is(rings(), 1)
  t.deepEqual(h.broken(), [])
})

test('[G3] a clock that was rung too early is wound for what is left of it', t => {
  const { h, running, timer } = month()
  const now = running().clockAt! - 1_000
  t.deepEqual(h.node('A').handle({ kind: 'timer', timer: timer() }, now), [
    { kind: 'timer', afterMs: 1_000, timer: timer() },
  ])
})

test('a game that sets its clock to no time is told so, and its state stays', t => {
  for (const clockMs of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    const broken: Game<Tally> = { ...tally, command: (s, seat, word) => ({ ...tally.command(s, seat, word), clockMs }) }
    const h = new Hand(['A', 'B'], {}, broken as Game)
    const session = h.session('A', 1, 'ann')
    const { clockAt } = h.node('A').context.store.members.get(session)!.running!
    h.command('A', 1, session, 1, 'x')
    const failed = h.notes.find(({ note }) => note.name === 'game-failed')
    t.regex((failed!.note as { error: string }).error, /a clock of/)
    t.deepEqual(h.broken(), [])
    t.is(h.node('A').context.store.members.get(session)?.running?.clockAt, clockAt)
  }
})
