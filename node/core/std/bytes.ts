// The difference of two byte strings: one run replaced by another. Enough for states of which little changes at a time.

/** Bytes [at, at + remove) replaced by `insert`. */
export interface Splice {
  readonly at: number
  readonly remove: number
  readonly insert: Uint8Array
}

/** What turns `before` into `after`: all between their common beginning and their common end. */
export function difference(before: Uint8Array, after: Uint8Array): Splice {
  const shorter = Math.min(before.length, after.length)
  let at = 0
  while (at < shorter && before[at] === after[at]) at++
  let tail = 0
  while (tail < shorter - at && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  return { at, remove: before.length - at - tail, insert: after.subarray(at, after.length - tail) }
}

/** @throws RangeError where the splice does not lie within `before`. */
export function apply(before: Uint8Array, { at, remove, insert }: Splice): Uint8Array {
  if (at < 0 || remove < 0 || at + remove > before.length)
    throw new RangeError(`splice ${at}+${remove} of ${before.length} bytes`)
  const after = new Uint8Array(before.length - remove + insert.length)
  after.set(before.subarray(0, at))
  after.set(insert, at)
  after.set(before.subarray(at + remove), at + insert.length)
  return after
}
