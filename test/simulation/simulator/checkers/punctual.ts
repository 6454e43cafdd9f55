// Where nothing fails, a planned move pauses a session only for a moment: its clock is late by no more than that.
import type { SessionId } from '../../../../protocol/ids.ts'
import { checker } from '../checker.ts'
import type { Ledger } from '../ledger.ts'

const PAUSE_MAX_MS = 150

export const makePunctual = (now: () => number) =>
  checker('punctual', (_chronicle, fail) => {
    const last = new Map<SessionId, { readonly ticks: number; readonly at: number }>()
    return s => {
      if (s.kind !== 'runs') return
      const { session } = s.config
      const { period, ticks, log } = s.state.game as Ledger
      if (period === 0 || log.length === 0) return
      const before = last.get(session)
      if (before?.ticks === ticks) return
      if (before && now() - before.at > period + PAUSE_MAX_MS) {
        fail(
          `tick ${ticks} of ${session} comes ${(now() - before.at).toFixed(1)} ms after the one before, its clock says ${period}`,
        )
      }
      last.set(session, { ticks, at: now() })
    }
  })
