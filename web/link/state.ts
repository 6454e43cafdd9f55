// What a page reads of a link. A new value with every change; nothing in it is ever written to.
import type { PlayerErrorCode, Refusal } from '../../protocol/errors.ts'
import type { ClientId, Code, Epoch, PlayerId, Seat, Seq, SessionId, Version } from '../../protocol/ids.ts'
import type { GameInfo } from '../../protocol/player.ts'

export type Status =
  /** No socket works yet, or any more; trying. */
  | 'connecting'
  | 'online'
  /** Online, and about to change the node: nothing to worry about. */
  | 'moving'
  /** Stopped, or several tries have failed; in the latter case still trying. */
  | 'offline'
  /** Another client of the same player holds the seat. Waits for `take-seat` or `leave`. */
  | 'replaced'
  /** The node refuses the token (waits for `token`) or this client's version (reload the page). */
  | 'refused'

export interface Unconfirmed {
  /** Null while it waits for a place in the window, or for the first welcome. */
  readonly seq: Seq | null
  readonly body: unknown
  readonly moment?: number
}

/** The outcome of a command, as in the effect `acked`. */
export interface Result {
  readonly seq: Seq
  readonly body: unknown
  readonly refusal: Refusal | null
  readonly told: 'ack' | 'implied'
}

export interface SessionState {
  readonly session: SessionId
  /** Null until told. */
  readonly code: Code | null
  readonly seat: Seat | null
  readonly client: ClientId
  /** The seat has been held since this client entered. */
  readonly held: boolean
  /** Of the newest that was told; -1 before. */
  readonly epoch: Epoch
  readonly version: Version
  /** The newest update's, null before the first. */
  readonly view: unknown
  /** Until the game's clock runs out, counted from `receivedAt`; null: no clock. */
  readonly remainingMs: number | null
  /** When the newest update came, on the clock of the events. */
  readonly receivedAt: number
  /** The node that runs the session, for people. */
  readonly owner: string
  /** How often `owner` has changed. */
  readonly moves: number
  /** Why the session waits; null while it runs. */
  readonly paused: string | null
  /** The session has ended: nothing comes any more, the last view stays. */
  readonly over: boolean
  /** It goes on from a copy that was made then, in milliseconds since 1970, and what came after is lost; null: it does
   *  not. */
  readonly savedAt: number | null
  readonly unconfirmed: readonly Unconfirmed[]
  /** The last few, newest last. */
  readonly results: readonly Result[]
}

export interface Problem {
  readonly code: PlayerErrorCode
  readonly text: string
  /** On the clock of the events. */
  readonly at: number
}

export interface LinkState {
  readonly status: Status
  /** Null until the first node has answered. */
  readonly player: PlayerId | null
  readonly name: string
  /** Where the socket ended up, for people. */
  readonly node: string
  readonly release: string
  /** A token that a node has given in place of the one it was shown, already in use here; to be kept. Null: none
   *  has. */
  readonly renewed: string | null
  readonly games: readonly GameInfo[]
  /** There are others that were not listed. */
  readonly moreGames: boolean
  readonly session: SessionState | null
  /** A session is being made. */
  readonly creating: boolean
  /** A session is being joined by this code. */
  readonly joining: Code | null
  /** Sockets that replaced one that still worked. */
  readonly socketMoves: number
  /** What went wrong lately, newest last; cleared when the player creates, joins, enters or leaves. */
  readonly problems: readonly Problem[]
}
