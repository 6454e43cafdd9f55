// Who sees what. Decided once, when a round resolves, from where each character of the round started and ended; kept
// with the event as an audience, so that later moves, deaths or handoffs cannot change what somebody knows.
// Nothing here may look at health, points or plans: a character sees places, not minds.
import type { Seat } from '../../../protocol/ids.ts'
import type { Cell } from './hex.ts'
import type { Audience } from './state.ts'

/** A character's way through a round. Also of those who fall in it: they fall at its end. */
export interface Track {
  readonly seat: Seat
  readonly start: Cell
  readonly end: Cell
}

export const isIn = (audience: Audience, seat: Seat): boolean => (audience & (1 << seat)) !== 0

const audienceOf = (tracks: readonly Track[]): Audience => tracks.reduce((bits, { seat }) => bits | (1 << seat), 0)

/** All who start the round in a hex see its attacks. */
export const seesAttack = (tracks: readonly Track[], at: Cell): Audience =>
  audienceOf(tracks.filter(track => track.start === at))

/** All who end the round in a hex see whom the Minotaur finds there. */
export const seesHunt = (tracks: readonly Track[], at: Cell): Audience =>
  audienceOf(tracks.filter(track => track.end === at))

/** Who started where the walker started sees them leave; but not who ends where they end, who never loses sight of
 *  them. */
export const seesLeaving = (tracks: readonly Track[], walker: Track): Audience =>
  walker.start === walker.end
    ? 0
    : audienceOf(
        tracks.filter(track => track.seat !== walker.seat && track.start === walker.start && track.end !== walker.end),
      )

/** Who ends in a hex sees who came there. */
export const seesComing = (tracks: readonly Track[], walker: Track): Audience =>
  walker.start === walker.end
    ? 0
    : audienceOf(tracks.filter(track => track.seat !== walker.seat && track.end === walker.end))
