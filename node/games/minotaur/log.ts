// The log: all events of the last rounds in order, for an operator, and for each seat the part that it may know.
// A seat's part must not depend on events that it does not see, not even by their number: hence the cut by rounds.
import type { Seat } from '../../../protocol/ids.ts'
import { type Hex, type LogEntry, opposite } from '../../../protocol/minotaur.ts'
import { type Cell, gridOf, relative } from './hex.ts'
import { LOBBY_EVENTS_MAX, LOG_ROUNDS } from './rules.ts'
import { isIn } from './sight.ts'
import type { GameEvent, MinotaurState } from './state.ts'

/** The state with these events at the end of its log, and without those that are too old. */
export function withEvents(state: MinotaurState, ...events: readonly GameEvent[]): MinotaurState {
  const log = [...state.log, ...events].filter(event => event.round > state.round - LOG_ROUNDS)
  return { ...state, log: state.round === 0 ? log.slice(-LOBBY_EVENTS_MAX) : log }
}

type Place = (cell: Cell) => Hex

function entryFor(seat: Seat, event: GameEvent, place: Place): LogEntry | null {
  const { round } = event
  switch (event.kind) {
    case 'attack': {
      const { by, target, damage, at } = event
      return isIn(event.seen, seat) ? { round, kind: 'attack', by, target, damage, at: place(at) } : null
    }
    case 'hunt': {
      const { target, damage, at } = event
      return isIn(event.seen, seat) ? { round, kind: 'hunt', target, damage, at: place(at) } : null
    }
    case 'walk': {
      const { seat: walker, steps, blocked } = event
      if (walker === seat) return { round, kind: 'walked', steps, blocked, at: place(event.from) }
      if (isIn(event.seenLeaving, seat))
        return { round, kind: 'left', seat: walker, to: steps[0]!, at: place(event.from) }
      if (isIn(event.seenComing, seat))
        return { round, kind: 'came', seat: walker, from: opposite(steps.at(-1)!), at: place(event.to) }
      return null
    }
    case 'joined':
    case 'withdrew':
    case 'round':
    case 'fell':
    case 'over':
      return event
    default:
      return event satisfies never
  }
}

/** What a seat knows of the log, in places relative to where it is now. */
export function logFor(state: MinotaurState, seat: Seat): LogEntry[] {
  const grid = gridOf(state.maze.radius)
  const from = state.players[seat]!.cell
  const place: Place = cell => relative(grid, { from, to: cell })
  return state.log.flatMap(event => entryFor(seat, event, place) ?? [])
}
