// A game that says in the node's log in which schema its states are written, each time.
import type { Game } from '../../../node/core/game.ts'
import { monotonicNow } from '../../../node/ops/monotonic-clock.ts'

const DEBUG = 20

export function reporting<S>(game: Game<S>): Game<S> {
  return {
    ...game,
    save(state, schema) {
      process.stdout.write(`${JSON.stringify({ level: DEBUG, at: monotonicNow(), msg: 'written', schema })}\n`)
      return game.save(state, schema)
    },
  }
}
