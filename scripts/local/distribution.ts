// A set of measured times in the few numbers that tell its shape.

export interface Distribution {
  readonly count: number
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly max: number
}

/** Exact: the value below which that share of the others lies. All zero for none. */
export function distributionOf(values: readonly number[]): Distribution {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) }
}

/** Three digits at most, for people. */
export function showMs(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`
}

export function showDistribution({ count, p50, p90, p99, max }: Distribution): string {
  if (count === 0) return 'none'
  return `p50 ${showMs(p50)}, p90 ${showMs(p90)}, p99 ${showMs(p99)}, max ${showMs(max)}`
}
