// What crosses the wire for the game of Minotaur: the bodies of commands, and the view in an update.
// A view holds what one character may know and is all that a page needs to draw; places are relative to that character,
// never absolute, so nobody learns where in the maze they or others are by reading the wire. MINOTAUR.md gives the
// rules.
import * as v from 'valibot'
import type { Seat } from './ids.ts'

/** 0 east, then counter-clockwise: north-east, north-west, west, south-west, south-east. Hexes stand on a corner. */
export type Direction = 0 | 1 | 2 | 3 | 4 | 5
export const DIRECTIONS: readonly Direction[] = [0, 1, 2, 3, 4, 5]

/** Axial coordinates; in a view, counted from the viewer's own hex, which is (0, 0). q grows to the east, r to the
 *  south-east. */
export interface Hex {
  readonly q: number
  readonly r: number
}

/** The step that each direction is. */
export const STEPS: Readonly<Record<Direction, Hex>> = {
  0: { q: 1, r: 0 },
  1: { q: 1, r: -1 },
  2: { q: 0, r: -1 },
  3: { q: -1, r: 0 },
  4: { q: -1, r: 1 },
  5: { q: 0, r: 1 },
}

export const opposite = (direction: Direction): Direction => ((direction + 3) % 6) as Direction

// Commands: rules R1 and R2. `strictObject`: a misspelt field is refused, not ignored.

const direction = v.picklist(DIRECTIONS)
const seat = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(0),
  v.transform(x => x as Seat),
)
const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

export const ActionSchema = v.variant('kind', [
  /** Walk to the neighbour in this direction. */
  v.strictObject({ kind: v.literal('move'), direction }),
  /** Strike someone who starts the round in the same hex. */
  v.strictObject({ kind: v.literal('attack'), target: seat }),
])
export type Action = Readonly<v.InferOutput<typeof ActionSchema>>

export const CommandSchema = v.variant('do', [
  /** Begin the game, in the lobby. */
  v.strictObject({ do: v.literal('start') }),
  /** Add an action to the end of one's list for this round. */
  v.strictObject({ do: v.literal('register'), action: ActionSchema }),
  /** Take action `index` out of one's list, and with it those that are impossible without it. */
  v.strictObject({ do: v.literal('unregister'), index }),
  /** Wait for nothing more in this round, or do again. */
  v.strictObject({ do: v.literal('ready'), ready: v.boolean() }),
  /** Take a place in the lobby again, after leaving it. */
  v.strictObject({ do: v.literal('enter') }),
  /** Leave the lobby, or give up: the character falls at once. */
  v.strictObject({ do: v.literal('leave') }),
])
export type Command = Readonly<v.InferOutput<typeof CommandSchema>>

// The view: rules R20 to R26.

/** The numbers of the game, so that a page need not be of the node's release. */
export interface Rules {
  readonly playersMin: number
  readonly playersMax: number
  readonly roundMs: number
  /** Health at the start, which is also the most. */
  readonly health: number
  /** Action points that each round gives; what is not spent is gone. */
  readonly points: number
  readonly moveCost: number
  readonly attackCost: number
  /** Health that one attack takes. */
  readonly damage: number
  /** The first round in which the Minotaur hunts. */
  readonly huntFrom: number
  /** Who is away while so many rounds in a row end falls. */
  readonly awayRounds: number
}

/** A player as all others know them. */
export interface PlayerView {
  readonly seat: Seat
  readonly name: string
  /** False for who left, in the lobby or in play. */
  readonly present: boolean
  /** In the lobby: will be in the game. Later: has not fallen. */
  readonly alive: boolean
  readonly ready: boolean
  /** Not connected, and for longer than it takes to reach another node: no round waits for them. */
  readonly away: boolean
}

/** The viewer's own character. */
export interface Yourself {
  readonly alive: boolean
  readonly health: number
  /** Action points that the registered actions leave. */
  readonly points: number
  readonly actions: readonly Action[]
  readonly ready: boolean
}

/** A hex that the character has been in: what it looks like does not change. */
export interface SeenHex extends Hex {
  /** Where it has no wall, ascending. */
  readonly open: readonly Direction[]
}

/** Something that happened and that the viewer knows. `at` is where, from where the viewer is now. */
export type LogEntry = { readonly round: number } & (
  | { readonly kind: 'joined'; readonly seat: Seat }
  /** Left the lobby, or gave up. */
  | { readonly kind: 'withdrew'; readonly seat: Seat }
  /** The round began. */
  | { readonly kind: 'round' }
  | { readonly kind: 'attack'; readonly by: Seat; readonly target: Seat; readonly damage: number; readonly at: Hex }
  /** The viewer's own way, starting `at`; `blocked` where a wall that could not be known ended it. */
  | { readonly kind: 'walked'; readonly steps: readonly Direction[]; readonly blocked: boolean; readonly at: Hex }
  /** Someone entered the hex `at`, from the neighbour that lies in direction `from`. */
  | { readonly kind: 'came'; readonly seat: Seat; readonly from: Direction; readonly at: Hex }
  /** Someone left the hex `at` in direction `to`. */
  | { readonly kind: 'left'; readonly seat: Seat; readonly to: Direction; readonly at: Hex }
  /** The Minotaur found someone in the hex `at`. */
  | { readonly kind: 'hunt'; readonly target: Seat; readonly damage: number; readonly at: Hex }
  | { readonly kind: 'fell'; readonly seat: Seat }
  /** `winner` is null in a draw, and where nobody ever began. */
  | { readonly kind: 'over'; readonly winner: Seat | null }
)

export type Outcome = 'won' | 'lost' | 'draw'

export interface MinotaurView {
  readonly phase: 'lobby' | 'playing' | 'over'
  readonly seat: Seat
  /** From 1; 0 in the lobby. */
  readonly round: number
  readonly rules: Rules
  /** By seat, also those who left. */
  readonly players: readonly PlayerView[]
  readonly you: Yourself
  /** The living others who are in the viewer's hex, ascending. */
  readonly here: readonly Seat[]
  /** Where the viewer's hex has no wall, ascending. */
  readonly open: readonly Direction[]
  /** In the order in which the character first came there; the viewer's own hex, (0, 0), is always among them in
   *  play. */
  readonly seen: readonly SeenHex[]
  /** Oldest first; of the last rounds only. */
  readonly log: readonly LogEntry[]
  /** Who has fallen, in order. */
  readonly fallen: readonly { readonly seat: Seat; readonly round: number }[]
  /** The viewer's own; null while they are in the game or never were. */
  readonly outcome: Outcome | null
}
