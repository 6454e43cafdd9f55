// What waits to be sent to one peer: encoded messages in order, taken out as frames. The queue is bounded: if a peer
// takes nothing, its oldest messages are dropped, and this node's memory is safe. This file must never know streams;
// whoever calls next() says when there is room.

import { FRAME_HEADER_BYTES, FRAME_PAYLOAD_BYTES_MAX, QUEUE_BYTES_MAX } from '../mesh-limits.ts'
import { countFitting, packList, seal } from './frames.ts'

/** Items that were taken are removed many at a time, so that taking one costs the same however many wait. */
const COMPACT_AT = 1_024

export class Outbox {
  readonly #bytesMax: number
  #items: Uint8Array[] = []
  #head = 0
  #bytes = 0
  /** A message larger than a frame that is partly sent: it is never dropped half-way. */
  #large: { readonly payload: Uint8Array; at: number } | null = null

  constructor(bytesMax = QUEUE_BYTES_MAX) {
    this.#bytesMax = bytesMax
  }

  get empty(): boolean {
    return this.#large === null && this.#head === this.#items.length
  }

  /** Returns how many of the oldest were dropped. */
  push(item: Uint8Array): number {
    this.#items.push(item)
    this.#bytes += item.byteLength
    let dropped = 0
    while (this.#bytes > this.#bytesMax && this.#items.length - this.#head > 1) {
      this.#take(1)
      dropped += 1
    }
    return dropped
  }

  /** The next frame, or null where nothing waits. */
  next(): Uint8Array | null {
    if (this.#large) return this.#cut(this.#large)
    if (this.empty) return null
    const count = countFitting(this.#items, this.#head)
    const items = this.#take(Math.max(count, 1))
    if (count > 0) return seal(packList(items, FRAME_HEADER_BYTES), false)
    this.#large = { payload: packList(items), at: 0 }
    return this.#cut(this.#large)
  }

  clear(): void {
    this.#items = []
    this.#head = 0
    this.#bytes = 0
    this.#large = null
  }

  #cut(large: { readonly payload: Uint8Array; at: number }): Uint8Array {
    const part = large.payload.subarray(large.at, large.at + FRAME_PAYLOAD_BYTES_MAX)
    large.at += part.byteLength
    const more = large.at < large.payload.byteLength
    if (!more) this.#large = null
    const frame = new Uint8Array(FRAME_HEADER_BYTES + part.byteLength)
    frame.set(part, FRAME_HEADER_BYTES)
    return seal(frame, more)
  }

  #take(count: number): Uint8Array[] {
    const taken = this.#items.slice(this.#head, this.#head + count)
    this.#head += count
    for (const item of taken) this.#bytes -= item.byteLength
    if (this.#head >= COMPACT_AT) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return taken
  }
}
