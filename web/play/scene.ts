// What the board shows, as plain values: the known maze, the ways that are open to the plan, and the traces of the last
// round. Places are counted from where the character started, which is its first seen hex: so the drawing stands still
// while the character walks, although a view counts from the character.
import type { Seat } from '../../protocol/ids.ts'
import { DIRECTIONS, type Direction, type Hex, type LogEntry, type MinotaurView } from '../../protocol/minotaur.ts'
import { border, destination, legalActions, neighbour } from '../../protocol/minotaur-legal.ts'
import { difference, hexKey } from './hexes.ts'

export interface Cell {
  readonly hex: Hex
  readonly walls: readonly Direction[]
}

/** A move that can be registered next. */
export interface Door {
  readonly direction: Direction
  readonly hex: Hex
  /** The character has been behind it. */
  readonly seen: boolean
  /** There may be a wall. */
  readonly unsure: boolean
}

export type Trace = { readonly hex: Hex } & (
  | { readonly kind: 'came' | 'left'; readonly seat: Seat; readonly direction: Direction }
  | { readonly kind: 'attack'; readonly by: Seat; readonly target: Seat }
  | { readonly kind: 'hunt'; readonly target: Seat }
)

export interface Scene {
  readonly you: Hex
  readonly cells: readonly Cell[]
  /** Never entered, but seen through an opening. */
  readonly beyond: readonly Hex[]
  /** From the character to the end of its plan; one hex if it stays. */
  readonly path: readonly Hex[]
  readonly doors: readonly Door[]
  readonly traces: readonly Trace[]
}

function traceOf(entry: LogEntry, place: (hex: Hex) => Hex): Trace | null {
  switch (entry.kind) {
    case 'came':
      return { kind: 'came', seat: entry.seat, direction: entry.from, hex: place(entry.at) }
    case 'left':
      return { kind: 'left', seat: entry.seat, direction: entry.to, hex: place(entry.at) }
    case 'attack':
      return { kind: 'attack', by: entry.by, target: entry.target, hex: place(entry.at) }
    case 'hunt':
      return { kind: 'hunt', target: entry.target, hex: place(entry.at) }
    default:
      return null
  }
}

/** The round whose traces are fresh: the one before, or the last of a game that is over. */
export const resolvedRound = (view: MinotaurView): number => (view.phase === 'over' ? view.round : view.round - 1)

export function sceneOf(view: MinotaurView): Scene {
  const home: Hex = view.seen[0] ?? { q: 0, r: 0 }
  const place = (hex: Hex): Hex => difference(hex, home)
  const known = new Set(view.seen.map(hexKey))
  const beyond = new Map(
    view.seen
      .flatMap(hex => hex.open.map(direction => neighbour(hex, direction)))
      .filter(hex => !known.has(hexKey(hex)))
      .map((hex): [string, Hex] => [hexKey(hex), place(hex)]),
  )
  const steps = view.you.actions.map((_, i) => destination(view.you.actions.slice(0, i + 1)))
  const end = destination(view.you.actions)
  const doors = legalActions(view).flatMap((action): Door[] => {
    if (action.kind !== 'move') return []
    const to = neighbour(end, action.direction)
    const unsure = border(view.seen, end, action.direction) === 'unknown'
    return [{ direction: action.direction, hex: place(to), seen: known.has(hexKey(to)), unsure }]
  })
  const fresh = view.log.filter(entry => entry.round === resolvedRound(view))
  return {
    you: place({ q: 0, r: 0 }),
    cells: view.seen.map(hex => ({
      hex: place(hex),
      walls: DIRECTIONS.filter(direction => !hex.open.includes(direction)),
    })),
    beyond: [...beyond.values()],
    path: [{ q: 0, r: 0 }, ...steps].map(place),
    doors,
    traces: fresh.flatMap(entry => traceOf(entry, place) ?? []),
  }
}

/** All hexes that the picture must have room for. */
export const hexesOf = (scene: Scene): Hex[] => [
  ...scene.cells.map(cell => cell.hex),
  ...scene.beyond,
  ...scene.path,
  ...scene.doors.map(door => door.hex),
]
