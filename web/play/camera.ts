// Which part of the known maze is shown, and how large. All of it if that is large enough to read and to touch;
// otherwise the part around where the player's plan is, without showing emptiness beyond the edge.
import type { Hex } from '../../protocol/minotaur.ts'
import { middle, type Point } from './hexes.ts'

/** Pixels of a unit, which is half of a hex's height. */
export const UNIT_MIN = 34
export const UNIT_MAX = 76

export interface Camera {
  /** In the middle of the picture. */
  readonly x: number
  readonly y: number
  /** Pixels of a unit. */
  readonly unit: number
}

interface Range {
  readonly low: number
  readonly high: number
}

function rangeOf(values: readonly number[], margin: number): Range {
  return { low: Math.min(...values) - margin, high: Math.max(...values) + margin }
}

/** The middle of the range if all fits, else as near to the focus as the range's ends allow. */
function centre(range: Range, shown: number, focus: number): number {
  if (range.high - range.low <= shown) return (range.low + range.high) / 2
  return Math.min(range.high - shown / 2, Math.max(range.low + shown / 2, focus))
}

export function aim(picture: {
  readonly width: number
  readonly height: number
  /** Never empty. */
  readonly hexes: readonly Hex[]
  readonly focus: Point
}): Camera {
  const points = picture.hexes.map(middle)
  const x = rangeOf(
    points.map(p => p.x),
    1.1,
  )
  const y = rangeOf(
    points.map(p => p.y),
    1.2,
  )
  const fits = Math.min(picture.width / (x.high - x.low), picture.height / (y.high - y.low))
  const unit = Math.min(UNIT_MAX, Math.max(UNIT_MIN, fits))
  return {
    x: centre(x, picture.width / unit, picture.focus.x),
    y: centre(y, picture.height / unit, picture.focus.y),
    unit,
  }
}
