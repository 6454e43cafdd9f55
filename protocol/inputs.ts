// How much players have done in a session: the seats they took, and the commands of each. It never falls along a
// session's incarnations, and all that went on from one state have what that has, so of two histories it says which
// holds more that was acknowledged.
import { decodeSnapshot } from './codec.ts'
import type { Snapshot } from './mesh.ts'

export function inputsIn(seats: readonly { readonly last: number }[]): number {
  return seats.reduce((sum, { last }) => sum + 1 + last, 0)
}

/** Of any game's snapshot; 0 where it is none. */
export function inputsOf(bytes: Snapshot): number {
  try {
    return inputsIn((decodeSnapshot(bytes).state as { seats: { last: number }[] }).seats)
  } catch {
    return 0
  }
}
