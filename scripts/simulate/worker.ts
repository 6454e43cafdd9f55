// One thread's work: ranges of seeds in, their sum out.
import { parentPort, workerData } from 'node:worker_threads'
import { simulateTwice } from '../../test/simulation/simulator/determinism.ts'
import type { Scenario } from '../../test/simulation/simulator/scenario.ts'
import { simulate } from '../../test/simulation/simulator/simulate.ts'
import { addOutcome, emptyTally } from '../../test/simulation/simulator/tally.ts'

export interface Manner {
  readonly scenario?: Scenario
  /** Each seed twice, and the traces compared. */
  readonly twice: boolean
}
export interface Chunk {
  readonly first: number
  readonly seeds: number
}

const { scenario, twice } = workerData as Manner
const run = twice ? simulateTwice : simulate

parentPort!.on('message', ({ first, seeds }: Chunk) => {
  const tally = emptyTally()
  for (let seed = first; seed < first + seeds; seed++) addOutcome(tally, run(seed, scenario ? { scenario } : {}))
  parentPort!.postMessage(tally)
})
