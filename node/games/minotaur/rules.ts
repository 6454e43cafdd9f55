// The game's numbers. balance.test.ts holds what they are balanced for.
// Every game ends, however it is played, even when everybody is idle: from round `huntFrom` on the Minotaur strikes one
// character each round, for 1, 2, 3 and so on. It takes those who are alone first, which drives the others together.
import type { Rules } from '../../../protocol/minotaur.ts'

export const RULES: Rules = {
  playersMin: 2,
  playersMax: 6,
  roundMs: 30_000,
  health: 10,
  /** One attack and one move, or three moves: who attacks may still step away, but not far. */
  points: 3,
  moveCost: 1,
  attackCost: 2,
  /** Three attacks fell a character: one more than it takes to notice and flee. */
  damage: 4,
  huntFrom: 10,
  /** Time to come back from a break in the line, and not so long that the others play against who has gone. */
  awayRounds: 3,
}

/** No game is longer: by then the Minotaur takes all health at one blow, and has struck all but one. */
export const ROUNDS_MAX = RULES.huntFrom + RULES.health + RULES.playersMax - 3

/** A lobby that nobody starts and nobody joins for so long ends, so that forgotten ones do not stay in memory for
 *  ever. */
export const LOBBY_MS = 60 * 60_000
/** Seats that a session ever gives out, as players may leave the lobby and others come. A seat is a bit of an
 *  audience. */
export const SEATS_MAX = 16
/** Rounds that the log reaches back. By rounds, not by events: a count would tell how much happened unseen. */
export const LOG_ROUNDS = 10
/** Events of the lobby that are kept, as players may come and go for ever. Everyone sees all of them, so a count tells
 *  nothing. */
export const LOBBY_EVENTS_MAX = 32

/** Health that the Minotaur takes in this round; 0 while it sleeps. */
export const huntDamage = (round: number): number => Math.max(0, round - RULES.huntFrom + 1)

/** Rings of hexes around the middle one: 19, 37 or 61 hexes, about ten for each player. */
export const radiusFor = (players: number): number => (players <= 2 ? 2 : players <= 4 ? 3 : 4)
