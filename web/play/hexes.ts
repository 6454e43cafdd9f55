// Hexes as points of a drawing: they stand on a corner, one unit is from the middle to a corner, y grows downwards.
import type { Direction, Hex } from '../../protocol/minotaur.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

const ROOT3 = Math.sqrt(3)
const round = (n: number): number => Math.round(n * 1000) / 1000

export const middle = ({ q, r }: Hex): Point => ({ x: round(ROOT3 * (q + r / 2)), y: round(1.5 * r) })

/** From the middle of a hex, `length` towards the border in this direction, which is sqrt(3) / 2 away. */
export function towards(direction: Direction, length: number): Point {
  const angle = (-Math.PI / 3) * direction
  return { x: round(length * Math.cos(angle)), y: round(length * Math.sin(angle)) }
}

function corner(sixth: number, size: number): Point {
  const angle = Math.PI / 6 + (Math.PI / 3) * sixth
  return { x: round(size * Math.cos(angle)), y: round(size * Math.sin(angle)) }
}

/** The two corners of the border in this direction, around the hex's middle. */
export const border = (direction: Direction, size = 1): readonly [Point, Point] => [
  corner(-direction - 1, size),
  corner(-direction, size),
]

/** The outline of a hex around (0, 0), as data of a path. */
export function outline(size = 1): string {
  const corners = [0, 1, 2, 3, 4, 5].map(sixth => corner(sixth, size))
  return `M${corners.map(({ x, y }) => `${x} ${y}`).join('L')}Z`
}

export const sum = (a: Hex, b: Hex): Hex => ({ q: a.q + b.q, r: a.r + b.r })
export const difference = (a: Hex, b: Hex): Hex => ({ q: a.q - b.q, r: a.r - b.r })
export const same = (a: Hex, b: Hex): boolean => a.q === b.q && a.r === b.r
export const hexKey = ({ q, r }: Hex): string => `${q},${r}`

/** `count` places around a hex's middle for those who share it with its viewer, from the top, to both sides. */
export function seatsAround(count: number, radius: number): Point[] {
  const spread = Math.min(Math.PI / 3, (1.7 * Math.PI) / Math.max(1, count))
  return Array.from({ length: count }, (_, i) => {
    const angle = -Math.PI / 2 + (i - (count - 1) / 2) * spread
    return { x: round(radius * Math.cos(angle)), y: round(radius * Math.sin(angle)) }
  })
}
