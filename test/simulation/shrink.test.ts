import test from 'ava'
import { smallest } from '../../scripts/simulate/smaller.ts'
import { HastyOwner } from './hasty-owner.ts'
import { partsOf, size, withoutParts } from './simulator/parts.ts'
import { drawPlan } from './simulator/plan.ts'
import { shrink } from './simulator/shrink.ts'
import { type Options, simulate } from './simulator/simulate.ts'

const all = (count: number) => Array.from({ length: count }, (_, i) => i + 1)
const kept = (count: number, without: readonly number[]) => all(count).filter(n => !without.includes(n))

test('what a failure needs is kept, and nothing else', t => {
  for (const needed of [[], [1], [40], [3, 17, 18], all(40)]) {
    const fails = (without: readonly number[]) => needed.every(n => !without.includes(n))
    t.deepEqual(kept(40, shrink(40, fails, 1000)), needed)
  }
})

test('a part that only another one needs goes after it', t => {
  const fails = (without: readonly number[]) => !without.includes(5) && (without.includes(9) || !without.includes(2))
  t.deepEqual(kept(10, shrink(10, fails, 1000)), [5])
})

test('the search for a smaller world ends after so many runs', t => {
  let runs = 0
  const fails = (without: readonly number[]) => {
    runs++
    return without.length < 4
  }
  shrink(64, fails, 20)
  t.is(runs, 20)
})

test('a plan without its parts is a small one, and the numbers alone tell which', t => {
  for (let seed = 0; seed < 50; seed++) {
    const plan = drawPlan(seed)
    const parts = partsOf(plan)
    const one = { ...plan, faults: [], rooms: [], nodes: 1 }
    t.like(withoutParts(plan, all(parts.length)), { faults: one.faults, rooms: one.rooms, nodes: one.nodes })
    t.deepEqual(withoutParts(plan, []), plan)
    t.deepEqual(withoutParts(plan, [1, parts.length]), withoutParts(drawPlan(seed), [1, parts.length]))
  }
})

test('a failed seed shrinks to a world that fails the same way, each time', t => {
  const options: Options = { scenario: 'storm', make: (s, g) => new HastyOwner(s, g) }
  const seed = all(40).find(n => simulate(n, options).violation?.checker === 'backed')!
  const without = smallest({ seed, checker: 'backed' }, options, simulate, 60)
  const left = withoutParts(drawPlan(seed, 'storm'), without)
  const again = simulate(seed, { ...options, change: plan => withoutParts(plan, without) })
  t.is(again.violation?.checker, 'backed')
  t.is(left.faults.length, 0, size(left))
  t.regex(size(left), /^\d nodes?, 1 player, at most \d commands?, \d+ ms, no faults$/)
})
