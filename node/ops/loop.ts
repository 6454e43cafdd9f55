// How busy the event loop is, as the share of each second that it did not wait: part of a node's load. Utilisation is
// measured by the loop itself, so a second with one long callback counts as it should; the operating system's numbers
// would count other threads, and lag would notice only what is too late. The timer keeps no process alive.
import { performance } from 'node:perf_hooks'

const EVERY_MS = 1_000

/** Calls `report` every second with a share of 0 to 1, until the returned function is called. */
export function watchLoop(report: (share: number) => void, everyMs = EVERY_MS): () => void {
  let last = performance.eventLoopUtilization()
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, last)
    last = now
    report(Math.min(1, Math.max(0, utilization)))
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
