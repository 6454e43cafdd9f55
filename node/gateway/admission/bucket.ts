// How fast one socket may talk: a bucket of tokens that fills at a steady rate, one token a message. A player who
// empties it is warned once, then not heard, and finally cut off; one who pauses until the bucket is full again starts
// anew. Dropping is safe: a client's commands are numbered, so the node notices a gap and the client sends again what
// was dropped.
import type { Limits } from './gateway-limits.ts'

export type Verdict = 'pass' | 'warn' | 'drop' | 'close'

export class Bucket {
  readonly #limits: Limits
  #tokens: number
  #filledAt: number
  #dropped = 0

  constructor(limits: Limits, now: number) {
    this.#limits = limits
    this.#tokens = limits.burst
    this.#filledAt = now
  }

  /** `now` in milliseconds of a clock that never goes back. */
  take(now: number): Verdict {
    const { messagesPerSecond, burst, dropped } = this.#limits
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#filledAt) / 1_000) * messagesPerSecond)
    this.#filledAt = now
    if (this.#tokens === burst) this.#dropped = 0
    if (this.#tokens >= 1) {
      this.#tokens -= 1
      return 'pass'
    }
    this.#dropped += 1
    if (this.#dropped === 1) return 'warn'
    return this.#dropped > dropped ? 'close' : 'drop'
  }
}
