// Seeds that once failed, each with what it showed. A seed keeps its meaning only as long as worlds are drawn as they were: the smallest
// hand-written schedule of the same bug stands beside the machine it was in.
import type { Scenario } from './simulator/scenario.ts'

export interface Regression {
  readonly seed: number
  readonly scenario?: Scenario
  readonly name: string
  readonly why: string
}

export const seeds: readonly Regression[] = []
