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

/** Bytes that are spliced in place: whoever keeps thousands of states, of which each changes a little many times, gives
 *  the collector nothing to do. */
export class Spliced {
  #room: Uint8Array
  #length: number

  /** Of a copy of these. */
  constructor(bytes: Uint8Array) {
    this.#length = bytes.length
    this.#room = roomFor(bytes.length)
    this.#room.set(bytes)
  }

  /** @throws RangeError where the splice does not lie within the bytes; then they are as they were. */
  splice({ at, remove, insert }: Splice): void {
    if (at < 0 || remove < 0 || at + remove > this.#length)
      throw new RangeError(`splice ${at}+${remove} of ${this.#length} bytes`)
    const length = this.#length - remove + insert.length
    if (length > this.#room.length) {
      const wider = roomFor(length)
      wider.set(this.#room.subarray(0, this.#length))
      this.#room = wider
    }
    if (remove !== insert.length) this.#room.copyWithin(at + insert.length, at + remove, this.#length)
    this.#room.set(insert, at)
    this.#length = length
  }

  /** As they are now, for the caller to keep. */
  copy(): Uint8Array {
    return this.#room.slice(0, this.#length)
  }
}

/** An eighth more, so that not every splice that adds something moves all of it. */
const roomFor = (length: number): Uint8Array => new Uint8Array(length + (length >> 3) + 64)
