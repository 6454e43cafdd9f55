// Turns encoded messages into frames and back: [length: 4][more: 1][payload]. A payload is a msgpack list of messages;
// a message that is too large for one frame is a list of its own, which goes on over several frames. This is safe
// because all sizes are bounded before memory is taken. This file must never know what a message says: messages come
// encoded, and leave as payloads.
import { FRAME_HEADER_BYTES, FRAME_MESSAGES_MAX, FRAME_PAYLOAD_BYTES_MAX, MESSAGE_BYTES_MAX } from '../mesh-limits.ts'

/** The other side doesn't speak in frames. Nobody knows where the next frame would start, so the stream is of no
 *  more use. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
  readonly code = 'bad-mesh-frame'
}

const listHeaderBytes = (count: number) => (count < 16 ? 1 : 3)

/** A msgpack list of values that are encoded already, behind `room` free bytes. */
export function packList(items: readonly Uint8Array[], room = 0): Uint8Array {
  const start = room + listHeaderBytes(items.length)
  const bytes = new Uint8Array(items.reduce((sum, item) => sum + item.byteLength, start))
  if (items.length < 16) bytes[room] = 0x90 | items.length
  else bytes.set([0xdc, items.length >> 8, items.length & 0xff], room)
  let at = start
  for (const item of items) {
    bytes.set(item, at)
    at += item.byteLength
  }
  return bytes
}

/** How many of the items from `from` on go into one payload: none if even the first is too large. */
export function countFitting(items: readonly Uint8Array[], from: number, payloadMax = FRAME_PAYLOAD_BYTES_MAX): number {
  let bytes = listHeaderBytes(FRAME_MESSAGES_MAX)
  let count = 0
  while (count < FRAME_MESSAGES_MAX && from + count < items.length) {
    bytes += items[from + count]!.byteLength
    if (bytes > payloadMax) break
    count += 1
  }
  return count
}

/** Writes the header into the first bytes of `frame`. */
export function seal(frame: Uint8Array, more: boolean): Uint8Array {
  const length = frame.byteLength - FRAME_HEADER_BYTES
  frame.set([length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff, more ? 1 : 0])
  return frame
}

/** One frame of exactly these bytes. */
export function frameOf(payload: Uint8Array, more = false): Uint8Array {
  const frame = new Uint8Array(FRAME_HEADER_BYTES + payload.byteLength)
  frame.set(payload, FRAME_HEADER_BYTES)
  return seal(frame, more)
}

/** Takes the bytes of a stream, in pieces of any size, and hands on whole payloads. */
export class Deframer {
  readonly #onPayload: (payload: Uint8Array) => void
  readonly #payloadMax: number
  #rest: Uint8Array = new Uint8Array(0)
  #parts: Uint8Array[] = []
  #partBytes = 0

  constructor(onPayload: (payload: Uint8Array) => void, payloadMax = MESSAGE_BYTES_MAX) {
    this.#onPayload = onPayload
    this.#payloadMax = payloadMax
  }

  /** @throws FrameError; then nothing more may be pushed. */
  push(data: Uint8Array): void {
    let bytes = data
    if (this.#rest.byteLength > 0) {
      bytes = new Uint8Array(this.#rest.byteLength + data.byteLength)
      bytes.set(this.#rest)
      bytes.set(data, this.#rest.byteLength)
    }
    let at = 0
    while (bytes.byteLength - at >= FRAME_HEADER_BYTES) {
      const length = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0)
      if (length > FRAME_PAYLOAD_BYTES_MAX) throw new FrameError(`a frame of ${length} bytes`)
      const end = at + FRAME_HEADER_BYTES + length
      if (end > bytes.byteLength) break
      this.#part(bytes.subarray(at + FRAME_HEADER_BYTES, end), bytes[at + 4] === 1)
      at = end
    }
    this.#rest = at === bytes.byteLength ? new Uint8Array(0) : bytes.slice(at)
  }

  #part(part: Uint8Array, more: boolean): void {
    if (!more && this.#parts.length === 0) return this.#onPayload(part)
    this.#partBytes += part.byteLength
    if (this.#partBytes > this.#payloadMax) throw new FrameError(`a message of ${this.#partBytes} bytes or more`)
    this.#parts.push(part)
    if (more) return
    const whole = new Uint8Array(this.#partBytes)
    let at = 0
    for (const piece of this.#parts) {
      whole.set(piece, at)
      at += piece.byteLength
    }
    this.#parts = []
    this.#partBytes = 0
    this.#onPayload(whole)
  }
}
