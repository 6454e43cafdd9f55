// Which sockets a link has: one that carries the game, and while its node leaves a second one, until that works as
// well. Decides when to open, when to change over and when to try again. Safe in any case: commands don't depend on the
// socket they take, so the worst that a wrong guess costs is time. It must never know sessions, commands or tokens.
import type { Effect } from './effect.ts'
import type { LinkSocket } from './event.ts'
import type { Patience } from './patience.ts'
import {
  backoff,
  MOVE_RETRY_FIRST_MS,
  MOVE_RETRY_MAX_MS,
  MOVE_SPREAD,
  OFFLINE_AFTER,
  RECONNECT_FIRST_MS,
  RECONNECT_MAX_MS,
} from './timing.ts'

export interface Sock {
  readonly id: LinkSocket
  readonly since: number
  /** `open` takes messages; `ready` has authenticated the player. */
  phase: 'connecting' | 'open' | 'ready'
  openedAt: number
  /** When it last was told what it is for. */
  askedAt: number
}

const NEVER = Number.POSITIVE_INFINITY

export class Sockets {
  readonly #emit: (effect: Effect) => void
  readonly #patience: Patience
  readonly #random: () => number
  #next = 1
  #main: Sock | null = null
  #spare: Sock | null = null
  /** Tries since one worked. */
  #failures = 0
  #retryAt = NEVER
  #moving = false
  #moveAt = NEVER
  #moveTries = 0
  #moves = 0

  constructor(emit: (effect: Effect) => void, patience: Patience, random: () => number) {
    this.#emit = emit
    this.#patience = patience
    this.#random = random
  }

  /** Carries the game. */
  get main(): Sock | null {
    return this.#main
  }

  /** Will carry it once it works. */
  get spare(): Sock | null {
    return this.#spare
  }

  get moving(): boolean {
    return this.#moving
  }

  get moves(): number {
    return this.#moves
  }

  get failing(): boolean {
    return this.#failures >= OFFLINE_AFTER
  }

  find(id: LinkSocket): Sock | null {
    return this.#main?.id === id ? this.#main : this.#spare?.id === id ? this.#spare : null
  }

  /** Opens the main socket, where there is none and none is due. */
  connect(now: number): void {
    if (this.#main || (this.#retryAt > now && this.#retryAt !== NEVER)) return
    this.#retryAt = NEVER
    this.#main = this.#open(this.#failures, now)
  }

  closeAll(): void {
    for (const sock of [this.#main, this.#spare]) if (sock) this.#emit({ kind: 'close', socket: sock.id })
    this.#main = this.#spare = null
    this.#retryAt = NEVER
    this.#failures = 0
    this.#stay()
  }

  /** The socket is of no use though it says it is open: another one, at once. As `lost`. */
  repair(sock: Sock, now: number): boolean {
    this.#failures = Math.max(1, this.#failures)
    const promoted = this.drop(sock, now)
    if (!promoted) this.#retryAt = now
    this.connect(now)
    return promoted
  }

  /** A socket is gone. True where the spare one is the main one now. */
  lost(sock: Sock, now: number): boolean {
    if (sock === this.#spare) {
      this.#spare = null
      this.#moveAt = now + this.#wait(MOVE_RETRY_FIRST_MS, MOVE_RETRY_MAX_MS, this.#moveTries++)
      return false
    }
    this.#main = this.#spare
    this.#spare = null
    this.#stay()
    if (this.#main) return true
    this.#retryAt = now + this.#wait(RECONNECT_FIRST_MS, RECONNECT_MAX_MS, this.#failures++)
    return false
  }

  /** Gives a socket up that is of no use; as `lost`. */
  drop(sock: Sock, now: number): boolean {
    this.#emit({ kind: 'close', socket: sock.id })
    return this.lost(sock, now)
  }

  /** The node of the main socket leaves: open another at some moment of the window that it sets. */
  leave(withinMs: number, now: number): void {
    this.#moving = true
    if (this.#spare) return
    this.#moveAt = Math.min(this.#moveAt, now + Math.max(0, withinMs) * MOVE_SPREAD * this.#random())
  }

  /** The socket does what it is for. True where it was the spare one and has taken over. */
  works(sock: Sock): boolean {
    this.#failures = 0
    if (sock !== this.#spare) return false
    const old = this.#main
    this.#main = sock
    this.#spare = null
    this.#moves++
    this.#stay()
    if (old) this.#emit({ kind: 'close', socket: old.id })
    return true
  }

  due(): number {
    return Math.min(
      this.#retryAt,
      this.#moveAt,
      this.#unreadyAt(this.#main),
      this.#unreadyAt(this.#spare),
      this.#uselessAt(),
      this.#tellAt(),
    )
  }

  /** The spare socket, when it must be told again what it is for. */
  slow(now: number): Sock | null {
    return now >= this.#tellAt() ? this.#spare : null
  }

  /** Does what is due. True where the spare socket became the main one. */
  tick(now: number): boolean {
    if (now >= this.#retryAt) this.connect(now)
    if (now >= this.#moveAt) {
      this.#moveAt = NEVER
      if (this.#main && !this.#spare) this.#spare = this.#open(this.#moveTries, now)
    }
    if (this.#spare && now >= this.#uselessAt()) this.drop(this.#spare, now)
    if (this.#spare && now >= this.#unreadyAt(this.#spare)) this.#giveUp(this.#spare, now)
    return this.#main !== null && now >= this.#unreadyAt(this.#main) && this.#giveUp(this.#main, now)
  }

  #giveUp(sock: Sock, now: number): boolean {
    this.#patience.late()
    return this.drop(sock, now)
  }

  /** When a socket is given up that was not let in. Once open, it has as long as the opening took: that was more round
   *  trips. */
  #unreadyAt(sock: Sock | null): number {
    if (sock?.phase === 'connecting') return sock.since + this.#patience.readyMs
    if (sock?.phase !== 'open') return NEVER
    return Math.max(sock.since + this.#patience.readyMs, 2 * sock.openedAt - sock.since)
  }

  /** When the spare socket is given up that was let in, but doesn't do what it is for. (Of the main one the watchdog
   *  finds that out.) */
  #uselessAt(): number {
    return this.#spare?.phase === 'ready'
      ? this.#spare.openedAt + this.#patience.readyMs + this.#patience.unansweredMs
      : NEVER
  }

  /** When the spare socket is told again what it is for. */
  #tellAt(): number {
    return this.#spare?.phase === 'ready' ? this.#spare.askedAt + this.#patience.resendMs : NEVER
  }

  #open(attempt: number, now: number): Sock {
    const sock: Sock = { id: this.#next++, since: now, phase: 'connecting', openedAt: now, askedAt: now }
    this.#emit({ kind: 'connect', socket: sock.id, attempt })
    return sock
  }

  #stay(): void {
    this.#moving = false
    this.#moveAt = NEVER
    this.#moveTries = 0
  }

  #wait(firstMs: number, maxMs: number, tries: number): number {
    return backoff({ firstMs, maxMs, tries }, this.#random)
  }
}
