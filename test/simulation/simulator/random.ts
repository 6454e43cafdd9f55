// The only source of chance in a simulation: a small generator (sfc32) from one seed. Each part of the world draws from
// a stream of its own, so that one draw more in the network leaves the players' and the faults' choices as they were.

export class Random {
  #a: number
  #b: number
  #c: number
  #n = 1

  constructor(seed: number, stream = 0) {
    this.#a = seed | 0
    this.#b = Math.floor(seed / 0x1_0000_0000) | 0
    this.#c = Math.imul(stream + 1, 0x9e3779b9)
    for (let i = 0; i < 12; i++) this.next()
  }

  /** A 32-bit integer, 0 or more. */
  next(): number {
    const sum = (this.#a + this.#b + this.#n) | 0
    this.#n = (this.#n + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    return sum >>> 0
  }

  /** From 0 up to, but not, 1. */
  unit(): number {
    return this.next() / 0x1_0000_0000
  }

  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1))
  }

  /** A number of milliseconds in microseconds' steps, so that traces stay readable. */
  ms(low: number, high: number): number {
    return Math.round((low + this.unit() * (high - low)) * 1000) / 1000
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  pick<T>(list: readonly T[]): T {
    const found = list[Math.floor(this.unit() * list.length)]
    if (found === undefined) throw new RangeError('nothing to pick from')
    return found
  }

  /** One of the keys, each as likely as its number says. */
  weighed<K extends string>(weights: Readonly<Record<K, number>>): K {
    const keys = Object.keys(weights) as K[]
    let left = this.unit() * keys.reduce((sum, k) => sum + weights[k], 0)
    for (const key of keys) {
      left -= weights[key]
      if (left < 0) return key
    }
    return keys[keys.length - 1]!
  }
}
