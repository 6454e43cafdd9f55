// A deterministic generator of names and numbers (sfc32, by Chris Doty-Humphrey), one per node, seeded by constructor.
//
// Its state is 128 bits, mixed from the seed and from the node's own name: the names it makes must differ from those
// that any other node makes, and two nodes of a 32-bit state would sooner or later walk in the same steps.
import { hash } from './hash.ts'

export class Generator {
  readonly #state: Uint32Array

  constructor(seed: number, name: string) {
    this.#state = Uint32Array.of(seed, hash(`1 ${name}`), hash(`2 ${name}`), hash(`3 ${name}`))
    for (let i = 0; i < 16; i++) this.next()
  }

  /** The next unsigned 32-bit integer. */
  next(): number {
    const s = this.#state
    const [a, b, c, counter] = s as unknown as readonly [number, number, number, number]
    const value = (a + b + counter) >>> 0
    s[3] = counter + 1
    s[0] = b ^ (b >>> 9)
    s[1] = c + (c << 3)
    s[2] = ((c << 21) | (c >>> 11)) + value
    return value
  }

  /** An integer from 0 up to but not including `limit`. */
  below(limit: number): number {
    return this.next() % limit
  }

  /** `words` times 8 hexadecimal digits. */
  hex(words: number): string {
    let text = ''
    for (let i = 0; i < words; i++) text += this.next().toString(16).padStart(8, '0')
    return text
  }
}
