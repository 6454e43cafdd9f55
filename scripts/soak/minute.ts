// One line of a soak's figures.
import type { Progress } from '../load/run.ts'
import type { Usage } from './usage.ts'

/** How often each was done. */
export interface Counts {
  readonly kill: number
  readonly deploy: number
  readonly cut: number
}

export interface Minute {
  /** Since the run's start. */
  readonly seconds: number
  readonly counts: Counts
  readonly acked: number
  readonly lost: number
  readonly violations: number
  readonly complaints: number
  /** Of the commands that were due since the line before, in ms. */
  readonly p50: number
  readonly p99: number
  readonly max: number
  /** Of all players and troubles so far, in ms. */
  readonly pauseP99: number
  readonly usage: Usage
}

export function minuteOf(
  { measured, verdict, complaints }: Progress,
  { counts, usage, since }: { counts: Counts; usage: Usage; since: number },
): Minute {
  const own = measured.slices.filter(({ at }) => at >= since)
  const most = (of: (slice: (typeof own)[number]) => number) => Math.max(0, ...own.map(of))
  const middle = own.map(({ p50 }) => p50).sort((a, b) => a - b)[Math.floor(own.length / 2)]
  return {
    seconds: measured.seconds,
    counts,
    acked: measured.acked,
    lost: verdict.lostAt.length,
    violations: verdict.violations.length,
    complaints,
    p50: middle ?? 0,
    p99: most(({ p99 }) => p99),
    max: most(({ max }) => max),
    pauseP99: measured.pausesMs?.p99 ?? 0,
    usage,
  }
}

/** `p50` and `p99` are the median and the worst of the seconds since the line before. */
export const CSV_HEAD =
  'seconds,kills,deploys,cuts,acked,lost,violations,complaints,median_p50_ms,worst_p99_ms,max_ms,pause_p99_ms,nodes,memory_max_mb,descriptors_max'

export const csvOf = ({ seconds, counts, acked, lost, violations, complaints, usage, ...ms }: Minute): string =>
  [
    Math.round(seconds),
    counts.kill,
    counts.deploy,
    counts.cut,
    acked,
    lost,
    violations,
    complaints,
    ...[ms.p50, ms.p99, ms.max, ms.pauseP99].map(value => value.toFixed(1)),
    usage.nodes,
    Math.round(usage.memoryMb),
    usage.descriptors,
  ].join(',')
