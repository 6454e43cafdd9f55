// Rings once after a given time, and never before. setTimeout alone does not do that: from 2^31 ms (25 days) on it
// fires after 1 ms, and it cuts what it is given to whole milliseconds.
import { monotonicNow } from './monotonic-clock.ts'

/** The longest that setTimeout takes. */
export const TIMEOUT_MAX_MS = 2 ** 31 - 1

/** `afterMs` may be any time. The timer keeps no process alive; sockets do. */
export function ringAfter(afterMs: number, ring: () => void): void {
  const due = monotonicNow() + afterMs
  const wait = (leftMs: number): void => {
    const look = () => {
      const stillMs = due - monotonicNow()
      if (stillMs > 0) wait(stillMs)
      else ring()
    }
    setTimeout(look, Math.min(Math.ceil(leftMs), TIMEOUT_MAX_MS)).unref()
  }
  wait(afterMs)
}
