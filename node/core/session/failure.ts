// A failure of a game's function, as operators see it.
import type { SessionId } from '../../../protocol/ids.ts'
import type { GameCall } from '../game.ts'

/** Of one session and function. */
export interface Failing {
  readonly session: SessionId | null
  readonly what: GameCall
  /** With its stack. */
  error: string
  /** How often, in all; and since it was told. */
  times: number
  untold: number
  at: number
  toldAt: number
}
