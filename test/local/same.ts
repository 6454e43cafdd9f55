// What may be said of quiet sessions before and after a move: what each place was told then, it is told now.
import type { ExecutionContext } from 'ava'
import { RULES } from '../../node/games/minotaur/rules.ts'
import type { MinotaurView } from '../../protocol/minotaur.ts'
import type { Look } from '../../scripts/load/look.ts'

/** same: each session moved in order. some moved: or stayed. taken over: its owner died. next: it began again from a
 *  file. */
type Incarnation = 'same' | 'some moved' | 'taken over' | 'next'

/**
 * Where a machine is so slow that a round's time is up meanwhile, the round may have ended, as it would have without
 * the move; what must be the same then is what the players did. @returns how many places were still in the same round.
 */
export function assertSame(
  t: ExecutionContext,
  before: readonly (Look | null)[],
  after: readonly (Look | null)[],
  incarnation: Incarnation = 'same',
): number {
  t.is(after.length, before.length)
  let same = 0
  for (const [at, now] of after.entries()) {
    const earlier = before[at]
    if (!now || !earlier) {
      t.fail(`place ${at} is told nothing ${now ? 'before' : 'after'} the move`)
      continue
    }
    t.is(now.welcome.last, earlier.welcome.last)
    t.is(now.welcome.chain, earlier.welcome.chain)
    // A session's next incarnation has epochs of its own.
    if (incarnation === 'same' || incarnation === 'taken over')
      t.true(now.welcome.epoch > earlier.welcome.epoch, 'it has moved')
    if (roundOf(now) === roundOf(earlier)) {
      same++
      t.deepEqual(withoutPresence(now), withoutPresence(earlier))
      assertClock(t, earlier, now, incarnation)
    } else {
      const elapsedMs = now.toldAt - earlier.askedAt
      const unawaitedMs = Math.min(earlier.update.remainingMs!, AWAY_AFTER_MS)
      t.true(elapsedMs >= unawaitedMs, 'the round ended before its time was up, and before anybody was away')
    }
  }
  return same
}

const roundOf = ({ update }: Look) => (update.view as MinotaurView).round

/** By default: no round waits for who is not connected for longer. */
const AWAY_AFTER_MS = 15_000

/** Who looks by turns is not always connected. */
function withoutPresence({ update }: Look): unknown {
  const { players, ...view } = update.view as MinotaurView
  return { ...view, players: players.map(({ away: _, ...player }) => player) }
}

/** It may stand while the session is on its way, and is sent in whole milliseconds or finer. */
const PAUSED_MAX_MS = 15_000
const ROUNDING_MS = 5

/** The clock neither started anew nor jumped: it ran for no longer than there was time between the two looks. */
function assertClock(t: ExecutionContext, earlier: Look, now: Look, incarnation: Incarnation): void {
  const [was, is] = [earlier.update.remainingMs, now.update.remainingMs]
  if (was === null || is === null) {
    t.is(is, was)
    return
  }
  const ranMs = was - is
  const longestMs = now.toldAt - earlier.askedAt
  const shortestMs = now.askedAt - earlier.toldAt
  t.true(ranMs <= longestMs + ROUNDING_MS, `in ${longestMs} ms at most the clock ran ${ranMs} ms`)
  // It goes on from its backup's copy, with what it had left when that was made.
  if (incarnation === 'taken over') {
    t.true(is <= RULES.roundMs, `${is} ms are left, of a round of ${RULES.roundMs} ms`)
    return
  }
  const pausedMsMax = incarnation === 'next' ? Infinity : PAUSED_MAX_MS
  t.true(ranMs > 0 && ranMs > shortestMs - pausedMsMax, `in ${shortestMs} ms at least the clock ran ${ranMs} ms`)
}
