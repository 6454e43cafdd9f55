import test from 'ava'
import * as fc from 'fast-check'
import { below, next, seedRandom, shuffle } from '../../../node/core/std/random.ts'

const seeds = fc.integer()

test('a generator goes on from its state alone', t => {
  const draw = (random: number, times: number): number[] => {
    const [value, after] = next(random)
    return times === 0 ? [] : [value, ...draw(after, times - 1)]
  }
  t.deepEqual(draw(seedRandom(1), 3), [2693262067, 11749833, 2265367787])
  t.deepEqual(draw(seedRandom(-1), 2), draw(seedRandom(0xffffffff), 2))
  fc.assert(
    fc.property(seeds, seed => {
      const [, after] = next(seedRandom(seed))
      t.deepEqual(draw(seedRandom(seed), 5).slice(1), draw(after, 4))
      t.true(Number.isInteger(after) && after >= 0 && after <= 0xffffffff)
    }),
  )
})

test('numbers below a limit are whole, in range and evenly spread', t => {
  const counts = new Array<number>(6).fill(0)
  let random = seedRandom(7)
  for (let i = 0; i < 6000; i++) {
    const [value, after] = below(random, 6)
    counts[value]!++
    random = after
  }
  t.is(counts.length, 6)
  for (const count of counts) t.true(count > 850 && count < 1150, `${counts}`)
})

test('shuffling keeps every item and leaves its argument alone', t => {
  fc.assert(
    fc.property(seeds, fc.array(fc.nat()), (seed, items) => {
      const before = [...items]
      const [shuffled] = shuffle(seedRandom(seed), items)
      t.deepEqual(items, before)
      t.deepEqual([...shuffled].sort(), before.sort())
    }),
  )
})

test('shuffling reaches every order about equally often', t => {
  const counts = new Map<string, number>()
  let random = seedRandom(3)
  for (let i = 0; i < 6000; i++) {
    const [shuffled, after] = shuffle(random, ['a', 'b', 'c'])
    counts.set(shuffled.join(''), (counts.get(shuffled.join('')) ?? 0) + 1)
    random = after
  }
  t.is(counts.size, 6)
  for (const count of counts.values()) t.true(count > 850 && count < 1150)
})
