// What a run was like over its time: latencies by the second in which a command was due, and what was done to the mesh
// meanwhile. It is what the report draws.
import { build, type Histogram } from 'hdr-histogram-js'

/** One interval of a run. Latencies in ms. */
export interface Slice {
  /** Where the interval begins, in seconds since the run's start. */
  readonly at: number
  readonly confirmed: number
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly max: number
}

/** Something that was done to the mesh, in seconds since the run's start. */
export interface Mark {
  readonly kind: string
  readonly from: number
  readonly to: number
}

/** A chart has no use for more intervals, and each costs some ten kilobytes. */
const SLICES_MAX = 600
export const LONGEST_US = 600_000_000

/** Microseconds that a histogram can hold. */
export const toMicroseconds = (ms: number): number => Math.min(LONGEST_US, Math.max(1, Math.round(ms * 1000)))

export const newHistogram = (digits: 1 | 2 | 3): Histogram =>
  build({ lowestDiscernibleValue: 1, highestTrackableValue: LONGEST_US, numberOfSignificantValueDigits: digits })

export class Timeline {
  readonly sliceSeconds: number
  readonly #histograms = new Map<number, Histogram>()

  /** For a run of so many seconds. */
  constructor(seconds: number) {
    this.sliceSeconds = Math.max(1, Math.ceil(seconds / SLICES_MAX))
  }

  /** @param at in seconds since the run's start */
  record(at: number, ms: number): void {
    const slice = Math.max(0, Math.floor(at / this.sliceSeconds))
    let histogram = this.#histograms.get(slice)
    if (histogram === undefined) {
      histogram = newHistogram(2)
      this.#histograms.set(slice, histogram)
    }
    histogram.recordValue(toMicroseconds(ms))
  }

  slices(): Slice[] {
    return [...this.#histograms]
      .sort(([a], [b]) => a - b)
      .map(([slice, histogram]) => {
        // A histogram tells the end of the range that a value fell in, which may be beyond the longest.
        const at = (percentile: number) =>
          Math.min(histogram.getValueAtPercentile(percentile), histogram.maxValue) / 1000
        return {
          at: slice * this.sliceSeconds,
          confirmed: histogram.totalCount,
          p50: at(50),
          p90: at(90),
          p99: at(99),
          max: histogram.maxValue / 1000,
        }
      })
  }
}
