// A small generator as pure functions: its whole state is one 32-bit integer, so it travels in a snapshot and goes on
// where it stopped. For dice and tie-breaking, where good spread is enough; never for names or keys, which must not be
// guessed.

/** The state of a generator: any 32-bit unsigned integer. */
export type Random = number

export const seedRandom = (seed: number): Random => seed >>> 0

/** A whole number from 0 to 2^32 - 1, and the generator after it. The function is mulberry32's. */
export function next(random: Random): readonly [value: number, random: Random] {
  const after = (random + 0x6d2b79f5) >>> 0
  let x = after
  x = Math.imul(x ^ (x >>> 15), x | 1)
  x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
  return [(x ^ (x >>> 14)) >>> 0, after]
}

/** A whole number from 0 to `limit` - 1; uneven by less than `limit` in 2^32. */
export function below(random: Random, limit: number): readonly [value: number, random: Random] {
  const [value, after] = next(random)
  return [Math.floor((value / 2 ** 32) * limit), after]
}

/** The items in another order. */
export function shuffle<T>(random: Random, items: readonly T[]): readonly [items: T[], random: Random] {
  const shuffled = [...items]
  let state = random
  for (let last = shuffled.length - 1; last > 0; last--) {
    const [pick, after] = below(state, last + 1)
    state = after
    const held = shuffled[last]!
    shuffled[last] = shuffled[pick]!
    shuffled[pick] = held
  }
  return [shuffled, state]
}
