// What a load run measured: how many commands, how long each took to be confirmed, and how long players had to wait in
// a deploy, or when a node died.
import { build, type Histogram } from 'hdr-histogram-js'
import { type Distribution, distributionOf } from '../local/distribution.ts'
import type { Bot } from './bot.ts'

export interface Latency extends Distribution {
  readonly mean: number
  readonly p999: number
}

export interface Measured {
  readonly seconds: number
  readonly acked: number
  readonly perSecond: number
  readonly latencyMs: Latency
  /** Of each player, the longest wait for an answer that touched the trouble; null without any. */
  readonly pausesMs: Distribution | null
}

const LONGEST_US = 60_000_000

export class Meter {
  readonly #histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: LONGEST_US,
    numberOfSignificantValueDigits: 3,
  })
  readonly #startedAt = performance.now()
  readonly #pauses = new Map<Bot, number>()
  #trouble: { from: number; to: number } | null = null

  confirmed(bot: Bot, { sentAt, ackedAt }: { sentAt: number; ackedAt: number }): void {
    this.#histogram.recordValue(Math.min(LONGEST_US, Math.max(1, Math.round((ackedAt - sentAt) * 1000))))
    const trouble = this.#trouble
    if (trouble === null || ackedAt < trouble.from || sentAt > trouble.to) return
    this.#pauses.set(bot, Math.max(this.#pauses.get(bot) ?? 0, ackedAt - sentAt))
  }

  troubleBegins(): void {
    this.#trouble = { from: performance.now(), to: Number.POSITIVE_INFINITY }
  }

  troubleEnds(): void {
    if (this.#trouble) this.#trouble.to = performance.now()
  }

  measured(): Measured {
    const seconds = (performance.now() - this.#startedAt) / 1000
    const histogram = this.#histogram
    const at = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1000
    const acked = histogram.totalCount
    return {
      seconds,
      acked,
      perSecond: acked / seconds,
      latencyMs: {
        count: acked,
        mean: histogram.mean / 1000,
        p50: at(50),
        p90: at(90),
        p99: at(99),
        p999: at(99.9),
        max: histogram.maxValue / 1000,
      },
      pausesMs: this.#trouble && distributionOf([...this.#pauses.values()]),
    }
  }
}
