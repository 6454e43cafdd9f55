// What the player wants of the lobby: to make a session, or to join one. It is asked again until it is answered, always
// under the same key, so that a request that was heard twice is granted once; only the first session that answers is
// entered [E9].
import type { ClientId, Code } from '../../protocol/ids.ts'
import type { Patience } from './patience.ts'
import { RESEND_MAX_MS } from './timing.ts'

/** Is also the message that asks for it. */
export type Wanted =
  | { readonly kind: 'create'; readonly key: ClientId }
  | { readonly kind: 'join'; readonly code: Code }

/** As nodes take them. */
export const isCode = (text: string): boolean => /^[A-Za-z]{4,10}$/.test(text)

export class LobbyRequest {
  readonly wanted: Wanted
  readonly #patience: Patience
  #tries = 0
  #saidAt: number
  /** Since when no answer came, on this socket. */
  #askedAt: number

  constructor(wanted: Wanted, patience: Patience, now: number) {
    this.wanted = wanted
    this.#patience = patience
    this.#saidAt = this.#askedAt = now
  }

  said(now: number): void {
    this.#saidAt = now
  }

  /** On a new socket. */
  restart(now: number): void {
    this.#tries = 0
    this.#saidAt = this.#askedAt = now
  }

  /** Refused for the moment. */
  answered(now: number): void {
    this.#askedAt = now
  }

  due(): number {
    return Math.min(this.#speakAt(), this.#repairAt())
  }

  tick(now: number): 'repair' | 'speak' | null {
    if (now >= this.#repairAt()) return 'repair'
    if (now < this.#speakAt()) return null
    this.#tries++
    return 'speak'
  }

  #speakAt(): number {
    const { resendMs } = this.#patience
    return this.#saidAt + Math.min(Math.max(RESEND_MAX_MS, resendMs), resendMs * 2 ** this.#tries)
  }

  /** Twice as patient as with a seat: a session is made only once a backup holds it. */
  #repairAt(): number {
    return this.#askedAt + 2 * this.#patience.unansweredMs
  }
}
