// A deterministic generator of names and numbers from one seed (mulberry32). One per machine, given by constructor.

export class Generator {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** The next unsigned 32-bit integer. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
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

  /** Letters that can't be mistaken for one another when they are called across a room. */
  code(length: number): string {
    const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
    let text = ''
    for (let i = 0; i < length; i++) text += letters[this.below(letters.length)]
    return text
  }
}
