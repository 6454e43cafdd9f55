// The sum of many outcomes: plain data that worker threads send each other.
import type { Outcome } from './simulate.ts'

export interface Found {
  readonly seed: number
  readonly scenario: string
  readonly checker: string
  readonly text: string
}

export interface Tally {
  ran: number
  readonly found: Found[]
  readonly counts: Record<string, number>
  readonly scenarios: Record<string, number>
  excused: number
  virtualMs: number
  /** Each seed's trace, as a hash. */
  readonly prints: Record<number, string>
}

export const emptyTally = (): Tally => ({
  ran: 0,
  found: [],
  counts: {},
  scenarios: {},
  excused: 0,
  virtualMs: 0,
  prints: {},
})

const addTo = (sums: Record<string, number>, key: string, by: number): void => {
  sums[key] = (sums[key] ?? 0) + by
}

export function addOutcome(
  tally: Tally,
  { seed, scenario, violation, counts, network, excused, virtualMs, print }: Outcome,
): void {
  tally.ran++
  tally.excused += excused
  tally.virtualMs += virtualMs
  tally.prints[seed] = print
  addTo(tally.scenarios, scenario, 1)
  for (const [what, count] of counts) addTo(tally.counts, what, count)
  for (const [what, count] of Object.entries(network)) addTo(tally.counts, `network ${what}`, count)
  if (violation) tally.found.push({ seed, scenario, ...violation })
}

export function addTally(sum: Tally, { ran, found, counts, scenarios, excused, virtualMs, prints }: Tally): void {
  sum.ran += ran
  sum.found.push(...found)
  sum.excused += excused
  sum.virtualMs += virtualMs
  Object.assign(sum.prints, prints)
  for (const [what, count] of Object.entries(counts)) addTo(sum.counts, what, count)
  for (const [what, count] of Object.entries(scenarios)) addTo(sum.scenarios, what, count)
}
