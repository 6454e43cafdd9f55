// Whether a decoded value is small enough for every part of a node that walks it: to encode it for a peer, to hash it
// for the proof chain, to hand it to a game. Decoding takes more levels than a stack holds in such a walk. A decoded
// value is a tree, so its bytes bound its values already (form.ts); the budget says so again, since a walk without one
// would hang on values that are shared.

/** `levels` of lists and maps at most, `values` in all, and no binary. */
export function isBounded(value: unknown, levels: number, values: number): boolean {
  return count(value, levels, values) >= 0
}

/** How many of `left` values remain after this one and all in it; below 0 where there are too many values or levels, or
 *  binary. */
function count(value: unknown, levels: number, left: number): number {
  if (value === null || typeof value !== 'object') return left - 1
  if (value instanceof Uint8Array) return -1 // canonical JSON, and so the proof chain, knows no binary
  if (levels === 0) return -1
  let rest = left - 1
  for (const item of Array.isArray(value) ? value : Object.values(value)) {
    if (rest <= 0) return -1
    rest = count(item, levels - 1, rest)
  }
  return rest
}
