// A release with a bug: it says that it reads the schema, and fails on games that have not begun.
import type { Game } from '../../../node/core/game.ts'
import { type MinotaurState, minotaur as real } from '../../../node/games/minotaur/index.ts'
import { runNode } from '../../../scripts/local/run-node.ts'

export const minotaur: Game<MinotaurState> = {
  ...real,
  load(saved, schema) {
    const state = real.load(saved, schema)
    if (state.phase === 'lobby') throw new Error('this release cannot read a lobby')
    return state
  },
}
runNode(import.meta.url)
