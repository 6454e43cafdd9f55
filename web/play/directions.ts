// The six ways out of a hex: what they are called and which keys choose them.
import type { Direction, Hex } from '../../protocol/minotaur.ts'

export const DIRECTION_NAMES: Readonly<Record<Direction, string>> = {
  0: 'east',
  1: 'north-east',
  2: 'north-west',
  3: 'west',
  4: 'south-west',
  5: 'south-east',
}

/** As printed on a key; around S these six lie as the neighbours lie around a hex. */
export const DIRECTION_KEYS: Readonly<Record<Direction, string>> = { 0: 'D', 1: 'E', 2: 'W', 3: 'A', 4: 'Z', 5: 'X' }

const DIRECTION_OF_CODE: Readonly<Record<string, Direction>> = {
  KeyD: 0,
  KeyE: 1,
  KeyW: 2,
  KeyA: 3,
  KeyZ: 4,
  KeyX: 5,
  ArrowRight: 0,
  ArrowLeft: 3,
  Numpad6: 0,
  Numpad9: 1,
  Numpad7: 2,
  Numpad4: 3,
  Numpad1: 4,
  Numpad3: 5,
}

export type Intent =
  | { readonly kind: 'move'; readonly direction: Direction }
  /** The n-th of those who are here, from 0. */
  | { readonly kind: 'attack'; readonly nth: number }
  | { readonly kind: 'undo' }
  | { readonly kind: 'ready' }

/** What a key means on the board. `code` is the key's place, so that the six lie alike on every layout. */
export function intentOf(code: string): Intent | null {
  const direction = DIRECTION_OF_CODE[code]
  if (direction !== undefined) return { kind: 'move', direction }
  if (/^Digit[1-9]$/.test(code)) return { kind: 'attack', nth: Number(code.at(-1)) - 1 }
  if (code === 'Backspace') return { kind: 'undo' }
  return code === 'KeyR' ? { kind: 'ready' } : null
}

const COMPASS = ['east', 'north-east', 'north', 'north-west', 'west', 'south-west', 'south', 'south-east']

/** How many steps apart two hexes are. */
export const distance = ({ q, r }: Hex): number => Math.max(Math.abs(q), Math.abs(r), Math.abs(q + r))

/** Where a hex lies, seen from (0, 0): `your hex`, `the hex to the north-east`, `3 hexes to the west`. */
export function placeName(hex: Hex): string {
  const steps = distance(hex)
  if (steps === 0) return 'your hex'
  // Screen coordinates of a hex that stands on a corner, with y downwards.
  const angle = Math.atan2(-1.5 * hex.r, Math.sqrt(3) * (hex.q + hex.r / 2))
  const point = COMPASS[(Math.round(angle / (Math.PI / 4)) + 8) % 8]
  return steps === 1 ? `the hex to the ${point}` : `${steps} hexes to the ${point}`
}
