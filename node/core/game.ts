// What a game must be, and all that core knows of one: plain functions over plain, immutable state.
// Nothing here may depend on anything but its arguments: a session runs on whichever node owns it, and goes on there
// from its state.
import type { Refusal } from '../../protocol/errors.ts'
import type { Seat } from '../../protocol/ids.ts'

/** What an input did. A refused input leaves the state as it was. */
export interface Step<S> {
  readonly state: S
  readonly refusal: Refusal | null
  /** Milliseconds until `timeout`, from now; null stops the clock; absent leaves it as it runs.
   *  It may be as long as the game likes, but is finite. */
  readonly clockMs?: number | null
}

/**
 * A command may come long after its player made it: over a line that stalled, or from a queue. Where the game has gone
 * on meanwhile, it would do something that nobody meant. So a command names its moment, and core refuses what is of
 * another one than the present.
 */
export interface Moments<S> {
  /** The present moment's number, which views show: a round, say. No two moments of a game share one. */
  now(state: S): number
  /** Whether a command like this is meant for its moment alone. */
  binds(body: unknown): boolean
  /** That a command of this moment does nothing any more, in the player's words. */
  late(state: S, moment: number): string
}

/**
 * Who is connected. A player may be without a socket for a moment, in a deploy or where a node dies; who is for longer
 * is away. The game is told by inputs like any other: applied in order, confirmed, part of the state, so they move with
 * it.
 */
export interface Presence<S> {
  /** As the game was told last; a new seat is connected. */
  isConnected(state: S, seat: Seat): boolean
  /** Told where that has changed. It is never refused. */
  seen(state: S, seat: Seat, connected: boolean): Step<S>
}

export interface Game<S = unknown> {
  readonly name: string
  /** Schemas that `load` reads. */
  readonly reads: readonly number[]
  /** Schemas that `save` writes; the highest one is the game's own. */
  readonly writes: readonly number[]
  /** What the first of two players says to begin, where that is a command: a node rehearses with it. */
  readonly opening?: unknown
  /** Absent: every command is for whenever it comes. */
  readonly moments?: Moments<S>
  /** Absent: the game does not mind who is away. */
  readonly presence?: Presence<S>
  /** A game before its first player. `seed` is the start of its generator, a 32-bit integer. */
  create(seed: number): S
  /** A player takes the next seat; seats are numbered in the order of joining. */
  join(state: S, seat: Seat, name: string): Step<S>
  /** `body` is whatever a player sent: validate it. */
  command(state: S, seat: Seat, body: unknown): Step<S>
  /** The clock ran out. */
  timeout(state: S): Step<S>
  /** What the seat may know, as a plain value, and nothing else. */
  view(state: S, seat: Seat): unknown
  over(state: S): boolean
  /** What is done in it can't be begun anew as well elsewhere; absent: always. Until then a session that nobody is in
   *  ends soon. */
  begun?(state: S): boolean
  /** To a plain value that msgpack keeps. */
  save(state: S, schema: number): unknown
  /** The inverse of save. @throws Error where the value is not of that schema. */
  load(saved: unknown, schema: number): S
}

export type GameCall = 'create' | 'join' | 'command' | 'timeout' | 'seen' | 'view' | 'over' | 'begun' | 'save'
