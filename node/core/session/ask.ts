// Asking a game: whatever one of its functions throws becomes a GameError, so that it is told apart from a bug of ours.
//
// A game's functions are pure, so one that throws has changed nothing: the state that it was given is as it was. What
// is done instead is the caller's matter (failing.ts), and no other session's.
import type { GameCall } from '../game.ts'

export class GameError extends Error {
  override readonly name = 'GameError'
  readonly code = 'game-failed'
  readonly what: GameCall
  constructor(what: GameCall, cause: unknown) {
    super(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause), { cause })
    this.what = what
  }
}

/** @throws GameError and nothing else. */
export function ask<T>(what: GameCall, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new GameError(what, error)
  }
}
