// The scale in which the board is drawn before the camera scales it: a unit of hexes.ts in pixels of the drawing.
import type { Direction, Hex } from '../../protocol/minotaur.ts'
import { middle, type Point } from './hexes.ts'

export const U = 50

export function point(hex: Hex): Point {
  const { x, y } = middle(hex)
  return { x: x * U, y: y * U }
}

/** The transform that puts (0, 0) to the middle of a hex. */
export function at(hex: Hex): string {
  const { x, y } = point(hex)
  return `translate(${x} ${y})`
}

/** Degrees that turn what points to the east to this direction. */
export const turn = (direction: Direction): number => -60 * direction
