// The maze: which borders between hexes are open. A spanning tree makes every hex reachable; some more borders are
// opened so that there are ways round, or who is followed could never escape. A wall is a wall from both sides.
import { DIRECTIONS, type Direction, opposite } from '../../../protocol/minotaur.ts'
import { below, type Random, shuffle } from '../../core/std/random.ts'
import { beside, type Cell, gridOf, hexCount } from './hex.ts'

export interface Maze {
  readonly radius: number
  /** By cell, a bit for each open direction. */
  readonly open: readonly number[]
}

/** The maze before a game begins: no hexes at all. */
export const NO_MAZE: Maze = { radius: 0, open: [] }

/** Of the borders that the tree leaves closed, one in so many is opened. */
const EXTRA_ONE_IN = 3

interface Border {
  readonly cell: Cell
  readonly direction: Direction
  readonly other: Cell
}

function borders(radius: number): Border[] {
  const grid = gridOf(radius)
  const halves: readonly Direction[] = [0, 1, 2]
  return grid.hexes.flatMap((_, cell) =>
    halves
      .map(direction => ({ cell, direction, other: beside(grid, cell, direction) }))
      .filter(border => border.other >= 0),
  )
}

/** Opens borders in random order where they join two parts, then others by lot. */
export function carve(random: Random, radius: number): readonly [maze: Maze, random: Random] {
  const open = new Array<number>(hexCount(radius)).fill(0)
  const part = open.map((_, cell) => cell)
  let [order, state] = shuffle(random, borders(radius))
  for (const { cell, direction, other } of order) {
    const joins = part[cell] !== part[other]
    if (!joins) {
      const [lot, after] = below(state, EXTRA_ONE_IN)
      state = after
      if (lot > 0) continue
    }
    open[cell]! |= 1 << direction
    open[other]! |= 1 << opposite(direction)
    if (joins) {
      const [from, to] = [part[other], part[cell]!]
      for (let i = 0; i < part.length; i++) if (part[i] === from) part[i] = to
    }
  }
  return [{ radius, open }, state]
}

export const isOpen = (maze: Maze, cell: Cell, direction: Direction): boolean =>
  ((maze.open[cell] ?? 0) & (1 << direction)) !== 0

const OPENINGS = Array.from({ length: 1 << DIRECTIONS.length }, (_, bits) =>
  DIRECTIONS.filter(direction => (bits & (1 << direction)) !== 0),
)

/** The open directions of a hex, ascending. */
export const openings = (maze: Maze, cell: Cell): readonly Direction[] => OPENINGS[maze.open[cell]!]!

/** The hex behind an open border, or -1 behind a wall. */
export const step = (maze: Maze, cell: Cell, direction: Direction): Cell =>
  isOpen(maze, cell, direction) ? beside(gridOf(maze.radius), cell, direction) : -1
