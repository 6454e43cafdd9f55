// [G3] Timers keep their remaining time: a session's clock never runs out early, whoever runs it, and however often it moved.
import type { Epoch, SessionId } from '../../../../protocol/ids.ts'
import { incarnationOf } from '../../../../protocol/incarnation.ts'
import { checker } from '../checker.ts'
import type { Ledger } from '../ledger.ts'

/** Processes' clocks differ by a tenth either way at most. */
const DRIFT = 0.8

export const makeClocks = (now: () => number) =>
  checker('clocks', (_chronicle, fail) => {
    /** When each tick was last applied. */
    const ticked = new Map<SessionId, number[]>()
    const lastEpoch = new Map<SessionId, readonly [Epoch, number]>()
    return s => {
      if (s.kind !== 'runs') return
      const { session, epoch } = s.config
      const { period, ticks, log } = s.state.game as Ledger
      if (period === 0 || log.length === 0) return
      const times = ticked.get(session) ?? []
      ticked.set(session, times)
      // What an epoch or a life begins with was ticked before.
      const [before, had] = lastEpoch.get(session) ?? [incarnationOf(session).number === 1 ? epoch : null, -1]
      lastEpoch.set(session, [epoch, ticks])
      if (before !== epoch) return
      for (let k = Math.max(0, had + 1); k <= ticks; k++) {
        const since = k > 0 ? now() - (times[k - 1] ?? Number.NEGATIVE_INFINITY) : Number.POSITIVE_INFINITY
        if (since < period * DRIFT)
          fail(`tick ${k} of ${session} comes ${since.toFixed(1)} ms after the one before, its clock says ${period}`)
        times[k] = now()
      }
    }
  })
