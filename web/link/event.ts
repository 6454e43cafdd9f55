// All that can happen to a link. The page, the simulator and the load run make these; nothing else reaches it.
// Times are milliseconds of any one clock that never goes back; they come with the event, the link has none.
import type { SessionId } from '../../protocol/ids.ts'
import type { ToPlayer } from '../../protocol/player.ts'

/** One of the link's sockets, numbered by the link in the order of its `connect` effects, from 1. */
export type LinkSocket = number

/** Handed out by a `timer` effect, handed back when its time has come. Late, repeated or outdated ones do nothing. */
export interface Timer {
  readonly kind: 'tick'
  /** The time it was set for. */
  readonly at: number
}

export type Event =
  /** Connect, and stay connected. */
  | { readonly kind: 'start' }
  /** Close everything. What is unconfirmed stays queued; `start` goes on with it. */
  | { readonly kind: 'stop' }
  /** A new token, for the sockets to come. Ends the status `refused`. */
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'timer'; readonly timer: Timer }
  // sockets, by number; what comes of a socket that the link has given up is ignored
  | { readonly kind: 'socket-open'; readonly socket: LinkSocket }
  | { readonly kind: 'socket-messages'; readonly socket: LinkSocket; readonly messages: readonly ToPlayer[] }
  | { readonly kind: 'socket-closed'; readonly socket: LinkSocket }
  /** It never opened. */
  | { readonly kind: 'socket-failed'; readonly socket: LinkSocket }
  // the player
  /** Make a session and enter it; leaves the present one. While one is being made, another `create` does nothing. */
  | { readonly kind: 'create' }
  /** Take a seat in the session with this code and enter it. */
  | { readonly kind: 'join'; readonly code: string }
  /** Enter a session where the player has a seat, as a new client. */
  | { readonly kind: 'enter'; readonly session: SessionId }
  /** One command; any plain value. `moment`: of the game, that it is meant for, where that matters. */
  | { readonly kind: 'act'; readonly body: unknown; readonly moment?: number }
  /** Back to the lobby: forget the session (the seat stays the player's), or the request to create or join. */
  | { readonly kind: 'leave' }
  /** Replaced by another client, the player wants the seat back: as a new client, with an empty queue. */
  | { readonly kind: 'take-seat' }
  /** Ask for the games in progress. */
  | { readonly kind: 'list' }

/** What a player, or the page for them, tells a link. */
export type PlayerEvent = Extract<
  Event,
  { kind: 'token' | 'create' | 'join' | 'enter' | 'act' | 'leave' | 'take-seat' | 'list' }
>
