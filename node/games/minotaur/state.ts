// A game as plain, immutable data: all that there is to know of it, on any node. Nothing here is ever sent to a player;
// view.ts decides what of it a seat may know.
import type { Seat } from '../../../protocol/ids.ts'
import type { Action, Direction } from '../../../protocol/minotaur.ts'
import type { Random } from '../../core/std/random.ts'
import type { Cell } from './hex.ts'
import type { Maze } from './maze.ts'

/** Seats, a bit each. */
export type Audience = number

/** Something that happened, as it was. The audiences were decided when it happened, by where everyone was then. */
export type GameEvent = { readonly round: number } & (
  | { readonly kind: 'joined'; readonly seat: Seat }
  | { readonly kind: 'withdrew'; readonly seat: Seat }
  | { readonly kind: 'round' }
  | {
      readonly kind: 'attack'
      readonly by: Seat
      readonly target: Seat
      readonly damage: number
      readonly at: Cell
      readonly seen: Audience
    }
  | {
      readonly kind: 'walk'
      readonly seat: Seat
      readonly from: Cell
      readonly to: Cell
      readonly steps: readonly Direction[]
      readonly blocked: boolean
      readonly seenLeaving: Audience
      readonly seenComing: Audience
    }
  | {
      readonly kind: 'hunt'
      readonly target: Seat
      readonly damage: number
      readonly at: Cell
      readonly seen: Audience
    }
  | { readonly kind: 'fell'; readonly seat: Seat }
  | { readonly kind: 'over'; readonly winner: Seat | null }
)

export interface Player {
  readonly name: string
  /** Left the lobby, or gave up. */
  readonly withdrawn: boolean
  readonly health: number
  /** Where the character is, or fell; -1 outside of the maze. */
  readonly cell: Cell
  /** The round in which the character fell, or 0. */
  readonly fell: number
  readonly ready: boolean
  /** Rounds that have ended since the player was not connected any more; absent where they are. */
  readonly away?: number
  readonly actions: readonly Action[]
  /** Where the character has been, in the order in which it first came there. */
  readonly seen: readonly Cell[]
}

export interface MinotaurState {
  readonly phase: 'lobby' | 'playing' | 'over'
  readonly random: Random
  /** 0 in the lobby. */
  readonly round: number
  readonly maze: Maze
  /** By seat. */
  readonly players: readonly Player[]
  /** Oldest first. */
  readonly log: readonly GameEvent[]
}

/** Who will play, or plays and has not fallen. */
export const isAlive = (player: Player): boolean => !player.withdrawn && player.fell === 0

export const isConnected = (player: Player): boolean => player.away === undefined

export function aliveSeats(state: MinotaurState): Seat[] {
  return state.players.flatMap((player, seat) => (isAlive(player) ? [seat as Seat] : []))
}

export function withPlayer(state: MinotaurState, seat: Seat, change: Partial<Player>): MinotaurState {
  return { ...state, players: state.players.with(seat, { ...state.players[seat]!, ...change }) }
}
