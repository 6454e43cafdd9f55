// A failed seed, made smaller for whoever has to understand it.
import { partsOf, size, withoutParts } from '../../test/simulation/simulator/parts.ts'
import { drawPlan } from '../../test/simulation/simulator/plan.ts'
import type { Scenario } from '../../test/simulation/simulator/scenario.ts'
import { shrink } from '../../test/simulation/simulator/shrink.ts'
import { type Options, simulate } from '../../test/simulation/simulator/simulate.ts'
import type { Found } from '../../test/simulation/simulator/tally.ts'
import { replayCommand } from './report.ts'

/** Some seconds, as most worlds go. */
const RUNS_MAX = 120

/** The smallest world found in which the same checker fails. `run`: a world that is run otherwise than here. */
export function smallest(
  { seed, checker }: Pick<Found, 'seed' | 'checker'>,
  options: Options = {},
  run = simulate,
  runsMax = RUNS_MAX,
): readonly number[] {
  const parts = partsOf(drawPlan(seed, options.scenario))
  const fails = (without: readonly number[]) =>
    run(seed, { ...options, change: plan => withoutParts(plan, without) }).violation?.checker === checker
  return shrink(parts.length, fails, runsMax)
}

/** For the first failure of each checker. */
export function smaller(found: readonly Found[], scenario: Scenario | undefined, run = simulate): string {
  const options = scenario ? { scenario } : {}
  return [...Map.groupBy(found, f => f.checker).values()]
    .map(([first]) => {
      const without = smallest(first!, options, run)
      const left = withoutParts(drawPlan(first!.seed, scenario), without)
      return `\n${first!.checker}, in the smallest world found: ${size(left)}\n  ${replayCommand(first!, scenario, without)}`
    })
    .join('\n')
}
