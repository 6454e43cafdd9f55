// A game's log as sentences, for an operator who looks into a session, and for tests that a person can read.
// It says all, hidden or not, in absolute places: it is never for a player.
import type { Seat } from '../../../protocol/ids.ts'
import type { Direction } from '../../../protocol/minotaur.ts'
import { type Cell, gridOf } from './hex.ts'
import type { GameEvent, MinotaurState } from './state.ts'

const WORDS: Readonly<Record<Direction, string>> = {
  0: 'east',
  1: 'north-east',
  2: 'north-west',
  3: 'west',
  4: 'south-west',
  5: 'south-east',
}

interface Words {
  readonly who: (seat: Seat) => string
  readonly where: (cell: Cell) => string
}

function sentence(event: GameEvent, { who, where }: Words): string {
  switch (event.kind) {
    case 'joined':
      return `${who(event.seat)} joins`
    case 'withdrew':
      return `${who(event.seat)} leaves`
    case 'round':
      return 'begins'
    case 'attack':
      return `${who(event.by)} strikes ${who(event.target)} for ${event.damage} at ${where(event.at)}`
    case 'walk': {
      const way = [...event.steps.map(direction => WORDS[direction]), ...(event.blocked ? ['into a wall'] : [])]
      return `${who(event.seat)} walks ${way.join(', ')} from ${where(event.from)} to ${where(event.to)}`
    }
    case 'hunt':
      return `the Minotaur finds ${who(event.target)} for ${event.damage} at ${where(event.at)}`
    case 'fell':
      return `${who(event.seat)} falls`
    case 'over':
      return event.winner === null ? 'ends with nobody left' : `ends, ${who(event.winner)} wins`
    default:
      return event satisfies never
  }
}

/** One line for each event of the log, oldest first. */
export function chronicle(state: MinotaurState): string[] {
  const grid = gridOf(state.maze.radius)
  const who = (seat: Seat) => state.players[seat]!.name
  const where = (cell: Cell) => `(${grid.hexes[cell]!.q}, ${grid.hexes[cell]!.r})`
  return state.log.map(event => `${event.round}: ${sentence(event, { who, where })}`)
}
