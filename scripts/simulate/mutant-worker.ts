// One mutant's search: becomes it before the code is loaded, then runs world after world until a checker finds it.
import { parentPort, workerData } from 'node:worker_threads'
import { become } from '../../test/simulation/mutants/hook.ts'
import { mutants } from '../../test/simulation/mutants/index.ts'
import type { Scenario } from '../../test/simulation/simulator/scenario.ts'

export interface Search {
  readonly name: string
  readonly first: number
  readonly seeds: number
  readonly scenario?: Scenario
}
/** After each world. `found`: what was wrong with it. */
export interface Searched {
  readonly seed: number
  readonly found: { readonly checker: string; readonly text: string } | null
}

const { name, first, seeds, scenario } = workerData as Search
become(mutants.find(m => m.name === name)!)
const { simulate } = await import('../../test/simulation/simulator/simulate.ts')

for (let seed = first; seed < first + seeds; seed++) {
  const found = simulate(seed, scenario ? { scenario } : {}).violation
  parentPort!.postMessage({ seed, found } satisfies Searched)
  if (found) break
}
