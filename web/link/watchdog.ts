// When to ask whether the session is still there, when to send again, and when to give a socket up that says it is
// open. Only answers to what was asked count as answers: updates may still come through where questions no longer do.
// It must never know what is sent; it is told that something was.
import type { Patience } from './patience.ts'
import { PAUSED_MAX_MS, QUIET_MS, RESEND_MAX_MS, UNANSWERED_MAX_MS } from './timing.ts'

const NEVER = Number.POSITIVE_INFINITY

export class Watchdog {
  readonly #patience: Patience
  #heardAt = 0
  #saidAt = 0
  /** Since when an answer is missing. */
  #askedAt = NEVER
  #resends = 0
  #repairs = 0
  /** What is asked waits: it was said so, and nothing answered since. */
  #paused = false

  constructor(patience: Patience) {
    this.#patience = patience
  }

  /** On a new socket. `asked`: the first frame held a question. */
  start(now: number, asked: boolean): void {
    this.#heardAt = this.#saidAt = now
    this.#askedAt = asked ? now : NEVER
    this.#resends = 0
  }

  said(now: number): void {
    this.#saidAt = now
    this.#askedAt = Math.min(this.#askedAt, now)
  }

  heard(now: number): void {
    this.#heardAt = now
  }

  answered(now: number): void {
    this.#heardAt = now
    this.#askedAt = NEVER
    this.#repairs = 0
    this.#paused = false
  }

  paused(): void {
    this.#paused = true
  }

  /** A command was confirmed: the next resend is a first one. */
  progressed(): void {
    this.#resends = 0
  }

  /** The node asks for patience. */
  slowed(now: number): void {
    this.#saidAt = now
    this.#resends++
  }

  recently(now: number, ms: number): boolean {
    return now - this.#saidAt < ms
  }

  /** `waiting`: something is unconfirmed. */
  due(waiting: boolean): number {
    return Math.min(this.#speakAt(waiting), this.#repairAt())
  }

  tick(now: number, waiting: boolean): 'repair' | 'speak' | null {
    if (now >= this.#repairAt()) {
      this.#repairs++
      this.#askedAt = NEVER
      return 'repair'
    }
    if (now < this.#speakAt(waiting)) return null
    this.#resends++
    return 'speak'
  }

  #speakAt(waiting: boolean): number {
    if (!waiting && this.#askedAt === NEVER) return this.#heardAt + QUIET_MS
    const { resendMs } = this.#patience
    return this.#saidAt + Math.min(Math.max(RESEND_MAX_MS, resendMs), resendMs * 2 ** this.#resends)
  }

  #repairAt(): number {
    const { unansweredMs } = this.#patience
    const maxMs = this.#paused ? PAUSED_MAX_MS : UNANSWERED_MAX_MS
    return this.#askedAt + Math.min(Math.max(maxMs, unansweredMs), unansweredMs * 2 ** this.#repairs)
  }
}
