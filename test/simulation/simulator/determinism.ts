// A seed is one world: run twice, it leaves one trace. If it does not, no failure can be replayed, so that is a
// violation of its own.
import { type Options, type Outcome, simulate } from './simulate.ts'

export function simulateTwice(seed: number, options: Options = {}, again: typeof simulate = simulate): Outcome {
  const first = simulate(seed, options)
  const second = again(seed, options)
  if (first.print === second.print) return first
  const text = `two runs of one seed differ: ${first.print} and ${second.print}`
  return { ...first, violation: first.violation ?? { checker: 'determinism', text } }
}
