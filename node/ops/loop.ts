// How busy the event loop is: the share of each second in which it did not wait. It is part of a node's load. The loop
// itself measures it, so a second with one long callback counts as it should. The operating system's numbers would
// count other threads as well, and lag would show only what is too late. The timer keeps no process alive.
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
