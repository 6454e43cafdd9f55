// One seed again, with its trace.
import { withoutParts } from '../../test/simulation/simulator/parts.ts'
import { drawPlan, type Plan } from '../../test/simulation/simulator/plan.ts'
import type { Scenario } from '../../test/simulation/simulator/scenario.ts'
import { type Outcome, simulate } from '../../test/simulation/simulator/simulate.ts'
import { Trace } from '../../test/simulation/simulator/trace.ts'

export interface Reading {
  readonly seed: number
  readonly scenario?: Scenario
  /** Parts of its plan that are left out. */
  readonly without: readonly number[]
  /** Only lines about a session whose name begins so, and what happens to processes. */
  readonly session?: string
  /** Only so many lines, the last ones. */
  readonly last: number
  /** Also pings, statuses and turns. */
  readonly all: boolean
}

const ROUTINE = /\b(?:ping|pong|status|digest|want|flush|beat|tick|sweep|finds|files)\b/
const OUTSTANDING = '** '

/** The plan in a line, the chosen lines of the trace, the verdict. */
export function replay({ seed, scenario, without, session, last, all }: Reading, say: (line: string) => void): Outcome {
  const change = (drawn: Plan) => withoutParts(drawn, without)
  const plan = change(drawPlan(seed, scenario))
  const { rooms, faults, wire, ...rest } = plan
  say(JSON.stringify(rest))
  say(JSON.stringify(wire))
  for (const fault of faults) say(`planned: ${fault.kind} at ${fault.atMs}`)
  for (const { players, ends } of rooms) say(`a session of ${players.length}${ends ? ', which ends' : ''}`)
  const trace = new Trace(true)
  const outcome = simulate(seed, { trace, change, ...(scenario ? { scenario } : {}) })
  const name = session?.slice(0, 6)
  const chosen = trace.lines.filter(
    line => line.includes(OUTSTANDING) || ((all || !ROUTINE.test(line)) && (!name || line.includes(name))),
  )
  for (const line of chosen.slice(-last)) say(line)
  return outcome
}
