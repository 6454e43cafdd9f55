// Whether a value can be written as P1's msgpack, found out without writing it: what is acknowledged must be writable,
// and need not be written where nobody asks for the bytes.
//
// It says yes only of what it knows: null, booleans, numbers, texts, bytes, lists, and maps that are plain objects, to
// the depth that a decoder takes. Of all else it says nothing, and whoever must know writes the value and looks at the
// bytes (codec.ts): so it may be wrong in one direction only, and that costs time, not strictness.
import { VALUE_LEVELS_MAX } from './limits.ts'

const UNKNOWN = Number.POSITIVE_INFINITY
/** Of a text, a list or a map, and of a number. */
const HEAD_BYTES = 5
const NUMBER_BYTES = 9
/** A UTF-16 unit takes no more. */
const UNIT_BYTES = 3

/** More bytes than the value takes; infinite where it may have no form. @throws whatever a field's getter throws. */
export function plainBytes(value: unknown, levels: number = VALUE_LEVELS_MAX): number {
  switch (typeof value) {
    case 'string':
      return HEAD_BYTES + UNIT_BYTES * value.length
    case 'number':
      return NUMBER_BYTES
    case 'boolean':
    case 'undefined':
      return 1
    case 'object':
      return value === null ? 1 : bytesOf(value, levels)
    default:
      return UNKNOWN
  }
}

function bytesOf(value: object, levels: number): number {
  const form = Object.getPrototypeOf(value)
  if (form === Uint8Array.prototype) return HEAD_BYTES + (value as Uint8Array).byteLength
  if (levels === 0) return UNKNOWN
  let bytes = HEAD_BYTES
  if (form === Array.prototype) {
    // By index: a hole is written as nil.
    const list = value as readonly unknown[]
    for (let at = 0; at < list.length; at++) bytes += plainBytes(list[at], levels - 1)
    return bytes
  }
  if (form !== Object.prototype) return UNKNOWN
  const map = value as Readonly<Record<string, unknown>>
  for (const key in map) {
    // The encoder tells a map by its constructor; a decoder takes __proto__ for the map's prototype.
    if (key === 'constructor' || key === '__proto__') return UNKNOWN
    bytes += HEAD_BYTES + UNIT_BYTES * key.length + plainBytes(map[key], levels - 1)
  }
  return bytes
}
