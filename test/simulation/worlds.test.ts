// Whole meshes from seeds: every rule holds in each. Here a bounded number of them; `npm run simulate` runs as many as
// one likes.
import { setImmediate } from 'node:timers/promises'
import test from 'ava'
import { seeds } from './seeds.ts'
import { type Outcome, simulate } from './simulator/simulate.ts'

const FIRST = 1_000_000
const RANGES = 4
const SEEDS_EACH = 50

const told = ({ seed, scenario, violation }: Outcome) =>
  violation
    ? `npm run simulate -- --seed ${seed}   # ${scenario}: ${violation.checker}: ${violation.text.slice(0, 500)}`
    : null

for (let range = 0; range < RANGES; range++) {
  const first = FIRST + range * SEEDS_EACH
  test(`every rule holds in the worlds ${first} to ${first + SEEDS_EACH - 1}`, async t => {
    const failed: string[] = []
    for (let seed = first; seed < first + SEEDS_EACH; seed++) {
      const failure = told(simulate(seed))
      if (failure) failed.push(failure)
      // A run is long for a thread that has to report that it lives.
      await setImmediate()
    }
    t.deepEqual(failed, [])
  })
}

for (const { seed, scenario, name, why } of seeds) {
  test(`seed ${seed}: ${name}`, t => t.is(told(simulate(seed, { scenario })), null, why))
}
