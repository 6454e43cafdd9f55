// Loaded into each server of a duel: writes into its log how long each collection of garbage stood in the way.
import { PerformanceObserver } from 'node:perf_hooks'
import { monotonicNow } from '../../../node/ops/monotonic-clock.ts'

const DEBUG = 20
/** run.ts looks for it. */
const COLLECTED = 'collected garbage'

new PerformanceObserver(list => {
  for (const { duration } of list.getEntries())
    process.stdout.write(`${JSON.stringify({ level: DEBUG, at: monotonicNow(), msg: COLLECTED, ms: duration })}\n`)
}).observe({ entryTypes: ['gc'] })
