// The arithmetic of the chart of pauses.

/** The smallest value that `share` of them do not exceed; `sorted` ascending and not empty. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? 0
}

export interface Summary {
  readonly median: number
  readonly p99: number
  readonly max: number
}

export function summarize(values: readonly number[]): Summary | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  return { median: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), max: sorted.at(-1) ?? 0 }
}

export const FLOOR_MS = 1
export const CEILING_MS = 30_000

/** A pause on a logarithmic scale, 0 at FLOOR_MS and below, 1 at CEILING_MS and above. */
export function logShare(ms: number): number {
  const share = Math.log(ms / FLOOR_MS) / Math.log(CEILING_MS / FLOOR_MS)
  return Math.min(1, Math.max(0, share))
}

/** Bars of the distribution: all equally high on the logarithmic scale. */
const PER_DECADE = 4

export interface Bar {
  /** From this value on; the first bar holds all below it too. */
  readonly from: number
  /** Up to this one, which belongs to the next bar. */
  readonly to: number
  readonly count: number
}

/** How many values lie in each range, ascending; ranges without any are left out. */
export function distribution(values: readonly number[]): Bar[] {
  const counts = new Map<number, number>()
  for (const value of values) {
    const bar = Math.floor(Math.log10(Math.max(FLOOR_MS, value)) * PER_DECADE)
    counts.set(bar, (counts.get(bar) ?? 0) + 1)
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([bar, count]) => ({ from: 10 ** (bar / PER_DECADE), to: 10 ** ((bar + 1) / PER_DECADE), count }))
}
