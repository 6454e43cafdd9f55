// The hexes of a round map, each known by its number: row by row, west to east. Numbers are absolute and stay inside
// the state; `relative` is the only way out of it, and what it gives depends on nothing but the difference of two
// places.
import { DIRECTIONS, type Direction, type Hex } from '../../../protocol/minotaur.ts'
import { neighbour } from '../../../protocol/minotaur-legal.ts'

/** Number of a hex on its map. */
export type Cell = number

export interface Grid {
  readonly hexes: readonly Hex[]
  /** By cell and direction; -1 outside of the map. */
  readonly beside: readonly (readonly Cell[])[]
}

export const hexCount = (radius: number): number => 3 * radius * (radius + 1) + 1

function makeGrid(radius: number): Grid {
  const hexes: Hex[] = []
  for (let r = -radius; r <= radius; r++) {
    for (let q = Math.max(-radius, -radius - r); q <= Math.min(radius, radius - r); q++) hexes.push({ q, r })
  }
  const cells = new Map(hexes.map(({ q, r }, cell) => [`${q},${r}`, cell]))
  const beside = hexes.map(hex =>
    DIRECTIONS.map(direction => {
      const { q, r } = neighbour(hex, direction)
      return cells.get(`${q},${r}`) ?? -1
    }),
  )
  return { hexes, beside }
}

// Grids depend on nothing but their radius, so keeping them is no state.
const grids = new Map<number, Grid>()

export function gridOf(radius: number): Grid {
  const known = grids.get(radius)
  if (known) return known
  const grid = makeGrid(radius)
  grids.set(radius, grid)
  return grid
}

/** The place of `to` as seen from `from`. */
export function relative(grid: Grid, places: { readonly from: Cell; readonly to: Cell }): Hex {
  const from = grid.hexes[places.from]!
  const to = grid.hexes[places.to]!
  return { q: to.q - from.q, r: to.r - from.r }
}

/** The neighbour in this direction, or -1 outside of the map. */
export const beside = (grid: Grid, cell: Cell, direction: Direction): Cell => grid.beside[cell]![direction]!
