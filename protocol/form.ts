// Whether bytes are one value of the msgpack that all wires and files of ours use (SPEC.md P1), found out before
// anything is built from them. The decoder behind it knows more than P1 allows: extension types that share values, so
// that a frame of 900 bytes has more leaves than anybody can walk; records, integer keys, a length of four billion
// before a single item. Safe because every byte is looked at once: what passes is a tree with fewer values than it has
// bytes, and whoever walks it is bounded by its size.
import { VALUE_LEVELS_MAX } from './limits.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })
const PROTO = new TextEncoder().encode('__proto__')

/** What stands in the bytes instead of one value of P1's msgpack. */
class Flaw extends Error {}

/**
 * Says what is wrong with the bytes, or null. `foreign` bytes are of somebody who may not use our encoder: their texts
 * must be valid UTF-8 as well. (Ours may hold half of a surrogate pair, where a game cut a text in two, and comes out
 * as it went in.)
 */
export function findFlaw(bytes: Uint8Array, foreign: boolean): string | null {
  const walk = new Walk(bytes, foreign)
  try {
    walk.value(VALUE_LEVELS_MAX)
    return walk.at === bytes.length ? null : `${bytes.length - walk.at} bytes follow the value`
  } catch (error) {
    if (error instanceof Flaw) return `byte ${walk.at}: ${error.message}`
    throw error
  }
}

class Walk {
  at = 0
  readonly #bytes: Uint8Array
  readonly #foreign: boolean

  constructor(bytes: Uint8Array, foreign: boolean) {
    this.#bytes = bytes
    this.#foreign = foreign
  }

  /** One value with at most `levels` of lists and maps. */
  value(levels: number): void {
    const head = this.#count(1)
    if (head <= 0x7f || head >= 0xe0) return
    if (head <= 0x8f) return this.#map(head & 0x0f, levels)
    if (head <= 0x9f) return this.#list(head & 0x0f, levels)
    if (head <= 0xbf) return this.#text(head & 0x1f)
    switch (head) {
      case 0xc0: // nil
      case 0xc2: // false
      case 0xc3: // true
        return
      case 0xc4: // binary, by the bytes of its length
      case 0xc5:
      case 0xc6:
        return this.#skip(this.#count(1 << (head - 0xc4)))
      case 0xca: // floats of 4 and 8 bytes
      case 0xcb:
        return this.#skip(4 << (head - 0xca))
      case 0xcc: // unsigned integers of 1, 2, 4 and 8 bytes
      case 0xcd:
      case 0xce:
      case 0xcf:
        return this.#skip(1 << (head - 0xcc))
      case 0xd0: // signed ones
      case 0xd1:
      case 0xd2:
      case 0xd3:
        return this.#skip(1 << (head - 0xd0))
      case 0xd9: // text
      case 0xda:
      case 0xdb:
        return this.#text(this.#count(1 << (head - 0xd9)))
      case 0xdc: // lists
      case 0xdd:
        return this.#list(this.#count(2 << (head - 0xdc)), levels)
      case 0xde: // maps
      case 0xdf:
        return this.#map(this.#count(2 << (head - 0xde)), levels)
      default:
        throw new Flaw(head === 0xc1 ? 'no value begins with c1' : 'extension types are not used')
    }
  }

  #list(count: number, levels: number): void {
    this.#enter(count, levels)
    for (let left = count; left > 0; left -= 1) this.value(levels - 1)
  }

  #map(count: number, levels: number): void {
    this.#enter(2 * count, levels)
    for (let left = count; left > 0; left -= 1) {
      this.#key()
      this.value(levels - 1)
    }
  }

  /** Before a list or map: its values, of one byte at least, must be there. */
  #enter(values: number, levels: number): void {
    if (levels === 0) throw new Flaw(`more than ${VALUE_LEVELS_MAX} levels of lists and maps`)
    if (values > this.#bytes.length - this.at) throw new Flaw('the bytes end within a value')
  }

  #key(): void {
    const head = this.#count(1)
    const fix = head >= 0xa0 && head <= 0xbf
    if (!fix && (head < 0xd9 || head > 0xdb)) throw new Flaw("a map's key is no text")
    const length = fix ? head & 0x1f : this.#count(1 << (head - 0xd9))
    this.#text(length)
    // JavaScript takes it for the map's prototype: it would be lost, or kept under another name.
    if (length === PROTO.length && PROTO.every((byte, i) => byte === this.#bytes[this.at - length + i]))
      throw new Flaw("a map's key is __proto__")
  }

  #text(length: number): void {
    const from = this.at
    this.#skip(length)
    if (!this.#foreign) return
    for (let at = from; at < this.at; at += 1)
      if (this.#bytes[at]! > 0x7f) return this.#assertUtf8(this.#bytes.subarray(at, this.at))
  }

  #assertUtf8(bytes: Uint8Array): void {
    try {
      utf8.decode(bytes)
    } catch {
      throw new Flaw('a text is no valid UTF-8')
    }
  }

  #skip(length: number): void {
    if (length > this.#bytes.length - this.at) throw new Flaw('the bytes end within a value')
    this.at += length
  }

  /** A big-endian number of so many bytes. */
  #count(bytes: number): number {
    const from = this.at
    this.#skip(bytes)
    let count = 0
    for (let at = from; at < this.at; at += 1) count = count * 256 + this.#bytes[at]!
    return count
  }
}
