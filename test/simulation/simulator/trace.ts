// What happened, twice: as a running hash, by which two runs of one seed are compared, and, if asked for, as lines for
// people. A line is only built where somebody will read it.

export class Trace {
  readonly #lines: string[] | null
  #hash = 0x811c9dc5
  #count = 0
  /** Virtual time, for the lines. */
  now: () => number = () => 0

  constructor(keep = false) {
    this.#lines = keep ? [] : null
  }

  get lines(): readonly string[] {
    return this.#lines ?? []
  }

  /** Happenings so far, and the hash over all of them. */
  get print(): string {
    return `${this.#count}:${(this.#hash >>> 0).toString(16).padStart(8, '0')}`
  }

  /** Something happened now: a number that tells which, and what it was about. */
  mark(what: number, about: string, bytes?: Uint8Array): void {
    let h = this.#hash
    h = Math.imul(h ^ what, 0x01000193)
    h = Math.imul(h ^ Math.round(this.now() * 1000), 0x01000193)
    for (let i = 0; i < about.length; i++) h = Math.imul(h ^ about.charCodeAt(i), 0x01000193)
    if (bytes) for (let i = 0; i < bytes.length; i++) h = Math.imul(h ^ bytes[i]!, 0x01000193)
    this.#hash = h ^ (h >>> 15)
    this.#count++
  }

  line(text: () => string): void {
    this.#lines?.push(`${this.now().toFixed(3).padStart(10)}  ${text()}`)
  }
}
