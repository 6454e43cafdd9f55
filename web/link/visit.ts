// One stay in one session: the seat's queue, and what is shown of the session. Decides what is too old to be shown: a
// view never goes back. Safe across owners and sockets, because (epoch, version) orders all that a session ever
// confirmed. It must never know sockets.
import type { PlayerErrorCode } from '../../protocol/errors.ts'
import type { ClientId, Code, Seat as SeatNumber, SessionId } from '../../protocol/ids.ts'
import type { ToPlayer } from '../../protocol/player.ts'
import { type Confirmation, isOlder, NOTHING_SEEN, Seat, type Seen } from './seat.ts'
import type { Result, SessionState } from './state.ts'
import { RESULTS_KEPT } from './timing.ts'

type Message<K extends ToPlayer['kind']> = Extract<ToPlayer, { kind: K }>

export class Visit {
  #seat: Seat
  #code: Code | null
  #number: SeatNumber | null
  /** Of the update that is shown. */
  #shown: Seen = NOTHING_SEEN
  #view: unknown = null
  #remainingMs: number | null = null
  #receivedAt = 0
  #owner = ''
  #moves = 0
  #paused: string | null = null
  #over = false
  #results: readonly Result[] = []
  /** This link made the session by a create, and has not entered it yet. */
  made: boolean
  /** The mesh itself has sent us here, or given us a seat: there is such a session, even if a node does not know it
   *  yet. */
  readonly sent: boolean
  /** It goes on from a copy of then, in ms since 1970: what came after is lost. */
  readonly savedAt: number | null
  /** Refusals in a row that say that there is nothing to enter. */
  strikes = 0

  constructor(start: {
    readonly session: SessionId
    readonly client: ClientId
    readonly code: Code | null
    readonly number: SeatNumber | null
    readonly made: boolean
    readonly sent: boolean
    readonly savedAt: number | null
  }) {
    this.#seat = new Seat(start)
    this.#code = start.code
    this.#number = start.number
    this.made = start.made
    this.sent = start.sent
    this.savedAt = start.savedAt
  }

  get session(): SessionId {
    return this.#seat.session
  }

  get seat(): Seat {
    return this.#seat
  }

  /** There is such a session, and our seat in it, whatever a node says that lags behind. */
  certain(code: PlayerErrorCode): boolean {
    return this.#seat.held || (this.sent && code === 'unknown-session')
  }

  get over(): boolean {
    return this.#over
  }

  /** Something is to be said again until it is answered. */
  get waiting(): boolean {
    return !this.#seat.held || this.#seat.pending.length > 0
  }

  /** As a new client that replaces `holder`. What was seen and shown stays so. */
  retake(client: ClientId, holder: ClientId): void {
    this.#seat = new Seat({ session: this.session, client, replaces: holder, seen: this.#seat.seen })
  }

  named(code: Code): void {
    this.#code = code
  }

  end(): void {
    this.#over = true
    this.#remainingMs = null
    this.#paused = null
  }

  pause(why: string): void {
    this.#paused = why
  }

  onWelcome(welcome: Message<'welcome'>): Confirmation {
    const confirmation = this.#seat.onWelcome(welcome)
    this.#number = welcome.seat
    this.made = false
    this.strikes = 0
    this.#keep(confirmation.results)
    return confirmation
  }

  onAck(ack: Message<'ack'>): Confirmation {
    const confirmation = this.#seat.onAck(ack)
    this.#paused = null
    this.#keep(confirmation.results)
    return confirmation
  }

  /** False where something newer was seen. */
  onUpdate(update: Message<'update'>, now: number): boolean {
    if (isOlder(update, this.#seat.seen)) return false
    this.#shown = { epoch: update.epoch, version: update.version }
    this.#view = update.view
    this.#remainingMs = update.remainingMs
    this.#receivedAt = now
    if (this.#owner !== '' && this.#owner !== update.owner) this.#moves++
    this.#owner = update.owner
    this.#paused = null
    return true
  }

  state(): SessionState {
    return {
      session: this.session,
      code: this.#code,
      seat: this.#number,
      client: this.#seat.client,
      held: this.#seat.held,
      epoch: this.#shown.epoch,
      version: this.#shown.version,
      view: this.#view,
      remainingMs: this.#remainingMs,
      receivedAt: this.#receivedAt,
      owner: this.#owner,
      moves: this.#moves,
      paused: this.#paused,
      over: this.#over,
      savedAt: this.savedAt,
      unconfirmed: this.#seat.unconfirmed,
      results: this.#results,
    }
  }

  #keep(results: readonly Result[]): void {
    if (results.length > 0) this.#results = [...this.#results, ...results].slice(-RESULTS_KEPT)
  }
}
