// [G3] Timers keep their remaining time: a session's clock never runs out early, whoever runs it, and however often it moved.
import type { Epoch, SessionId } from '../../../../protocol/ids.ts'
import { checker } from '../checker.ts'
import type { Ledger } from '../ledger.ts'

/** Processes' clocks differ by a tenth either way at most. */
const DRIFT = 0.8

/** Of one session: when each tick was last applied at each epoch. An old owner that is cut off may tick on; that is nobody's past. */
type Times = Map<Epoch, number>[]

function latest(times: Times, tick: number, epoch: Epoch): number {
  let found = -1
  for (const known of times[tick]?.keys() ?? []) if (known <= epoch && known > found) found = known
  return times[tick]?.get(found as Epoch) ?? Number.NEGATIVE_INFINITY
}

export const makeClocks = (now: () => number) =>
  checker('clocks', (_chronicle, fail) => {
    const sessions = new Map<SessionId, { readonly times: Times; readonly had: Map<Epoch, number> }>()
    return s => {
      if (s.kind !== 'runs') return
      const { session, epoch } = s.config
      const { period, ticks, log } = s.state.game as Ledger
      if (period === 0 || log.length === 0) return
      const known = sessions.get(session) ?? { times: [], had: new Map() }
      sessions.set(session, known)
      const { times, had } = known
      const before = had.get(epoch)
      had.set(epoch, ticks)
      // What an epoch begins with was ticked before.
      if (before === undefined) return
      for (let k = before + 1; k <= ticks; k++) {
        const since = k > 0 ? now() - latest(times, k - 1, epoch) : Number.POSITIVE_INFINITY
        if (since < period * DRIFT)
          fail(`tick ${k} of ${session} comes ${since.toFixed(1)} ms after the one before, its clock says ${period}`)
        times[k] ??= new Map()
        times[k]!.set(epoch, now())
      }
    }
  })
