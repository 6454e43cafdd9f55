// What a load run measured: how many commands, how long each took to be confirmed, and how long players had to wait in
// a deploy, or when a node died.
//
// Latency counts from the moment at which a command was due. Where a run has a rate, that moment is the schedule's, and
// stays so where the player could not send yet because its last command was not answered: a server that stands still
// delays all that was due meanwhile, and a figure that counts from the sending leaves that out (coordinated omission).
import type { Histogram } from 'hdr-histogram-js'
import { type Distribution, distributionOf } from '../local/distribution.ts'
import { type Mark, newHistogram, type Slice, Timeline, toMicroseconds } from './timeline.ts'

export interface Latency extends Distribution {
  readonly mean: number
  readonly p999: number
}

export interface Measured {
  readonly seconds: number
  readonly acked: number
  readonly perSecond: number
  /** From when a command was due. */
  readonly latencyMs: Latency
  /** From when it was sent: what a tester says that does not correct. The same where the run has no rate. */
  readonly uncorrectedMs: Latency
  /** Of each player and each trouble, the longest wait for an answer that touched it; null without any. */
  readonly pausesMs: Distribution | null
  readonly slices: readonly Slice[]
  readonly marks: readonly Mark[]
}

/** A moment of each command; all by performance.now(). */
export interface Confirmed {
  readonly dueAt: number
  readonly sentAt: number
  readonly ackedAt: number
}

interface Trouble {
  readonly kind: string
  readonly from: number
  to: number
  readonly pauses: Map<object, number>
}

export class Meter {
  readonly #due: Histogram = newHistogram(3)
  readonly #sent: Histogram = newHistogram(3)
  readonly #timeline: Timeline
  readonly #startedAt = performance.now()
  readonly #troubles: Trouble[] = []
  #endedAt: number | null = null

  constructor(seconds: number) {
    this.#timeline = new Timeline(seconds)
  }

  get acked(): number {
    return this.#due.totalCount
  }

  confirmed(player: object, { dueAt, sentAt, ackedAt }: Confirmed): void {
    this.#due.recordValue(toMicroseconds(ackedAt - dueAt))
    this.#sent.recordValue(toMicroseconds(ackedAt - sentAt))
    this.#timeline.record((dueAt - this.#startedAt) / 1000, ackedAt - dueAt)
    for (const { from, to, pauses } of this.#troubles)
      if (ackedAt >= from && dueAt <= to) pauses.set(player, Math.max(pauses.get(player) ?? 0, ackedAt - dueAt))
  }

  /** Waits that touch it are counted until the function that is returned is called. */
  begin(kind: string): () => void {
    const trouble = { kind, from: performance.now(), to: Number.POSITIVE_INFINITY, pauses: new Map() }
    this.#troubles.push(trouble)
    return () => {
      trouble.to = performance.now()
    }
  }

  /** What is due from now on is not of the run; answers to what was due before still count. */
  end(): void {
    this.#endedAt ??= performance.now()
  }

  measured(): Measured {
    const now = this.#endedAt ?? performance.now()
    const seconds = (now - this.#startedAt) / 1000
    const since = (moment: number) => (Math.min(moment, now) - this.#startedAt) / 1000
    return {
      seconds,
      acked: this.acked,
      perSecond: this.acked / seconds,
      latencyMs: latencyOf(this.#due),
      uncorrectedMs: latencyOf(this.#sent),
      pausesMs:
        this.#troubles.length === 0
          ? null
          : distributionOf(this.#troubles.flatMap(({ pauses }) => [...pauses.values()])),
      slices: this.#timeline.slices(),
      marks: this.#troubles.map(({ kind, from, to }) => ({ kind, from: since(from), to: since(to) })),
    }
  }
}

function latencyOf(histogram: Histogram): Latency {
  const at = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1000
  return {
    count: histogram.totalCount,
    mean: histogram.mean / 1000,
    p50: at(50),
    p90: at(90),
    p99: at(99),
    p999: at(99.9),
    max: histogram.maxValue / 1000,
  }
}
