// All that a page shows of a game at one moment, and what may be said of two such moments with a move of the session in
// between.
import type { ExecutionContext } from 'ava'
import { monotonicNow } from '../../node/ops/monotonic-clock.ts'
import { actionsOf } from './play.ts'
import type { PlayerPage } from './player-page.ts'
import type { LogLine, Shown } from './shown.ts'

/** For the slowest machine. A round has 30 s, so a clock that began anew would be seen all the same. */
export const CLOCK_MARGIN_MS = 5_000

export interface Look {
  readonly shown: Shown
  /** Registered, not resolved yet. */
  readonly actions: readonly string[]
  readonly points: number
  readonly log: readonly LogLine[]
  readonly remainingMs: number
  readonly at: number
}

export async function look(player: PlayerPage): Promise<Look> {
  const [actions, points, log, remainingMs] = await Promise.all([
    actionsOf(player),
    player.points(),
    player.log(),
    player.remainingMs(),
  ])
  return { actions, points, log, remainingMs, at: monotonicNow(), shown: await player.shown() }
}

/** The session is where it was, in another epoch, and its clock has run for just the time that passed. */
export function assertGoesOn(t: ExecutionContext, before: Look, now: Look): void {
  const { session, code, round, health, unconfirmed } = before.shown
  t.like(now.shown, { session, code, round, health, unconfirmed, paused: '', status: 'online' })
  t.true(now.shown.epoch > before.shown.epoch)
  t.true(before.actions.length > 0)
  t.deepEqual(now.actions, before.actions)
  t.is(now.points, before.points)
  t.deepEqual(now.log, before.log)
  const elapsedMs = now.at - before.at
  const gainedMs = now.remainingMs - (before.remainingMs - elapsedMs)
  t.true(Math.abs(gainedMs) < CLOCK_MARGIN_MS, `in ${elapsedMs} ms the clock gained ${gainedMs} ms`)
  t.true(now.remainingMs < before.remainingMs)
}
