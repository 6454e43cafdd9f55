// One seed, from its plan to its verdict: first safety under faults, then liveness in a healed world.
import { Violation } from './checker.ts'
import { checkersFor } from './checkers/index.ts'
import { makeCore } from './core.ts'
import type { Counts } from './network.ts'
import { drawPlan, isQuiet, type Plan } from './plan.ts'
import { isPlain, type Scenario } from './scenario.ts'
import { amiss, excusedSessions, waitsForDeadline } from './settled.ts'
import type { MakeSubject } from './subject.ts'
import { Trace } from './trace.ts'
import { World } from './world.ts'

export interface Outcome {
  readonly seed: number
  readonly scenario: Scenario
  /** Null: every rule held. */
  readonly violation: { readonly checker: string; readonly text: string } | null
  /** The same for every run of the seed. */
  readonly print: string
  readonly counts: ReadonlyMap<string, number>
  readonly network: Counts
  /** Sessions that had lost too much to go on. */
  readonly excused: number
  readonly virtualMs: number
}

export interface Options {
  readonly make?: MakeSubject
  readonly scenario?: Scenario
  /** Where the lines of the trace go; none are made without. */
  readonly trace?: Trace
  readonly change?: (plan: Plan) => Plan
}

const HEAL_MAX_MS = 50_000
/** More, for a drain that rightly waits until its deadline, by a slow clock: then what it leaves is resumed. */
const DEADLINE_MORE_MS = 20_000
/** From a deadline until what was left then has been found and resumed. */
const RESUMED_MS = 10_000
const STEP_MS = 50
/** Players do one thing more after the heal; before that nothing can be settled. */
const HEAL_MIN_MS = 300

export function simulate(seed: number, options: Options = {}): Outcome {
  const drawn = drawPlan(seed, options.scenario)
  const plan = options.change?.(drawn) ?? drawn
  const trace = options.trace ?? new Trace()
  const plain = isPlain(plan.scenario)
  const quiet = isQuiet(plan)
  let violation: Outcome['violation'] = null
  let world: World | null = null
  try {
    world = new World(
      plan,
      options.make ?? makeCore,
      now => checkersFor({ plain, quiet, failing: plan.failing, now, drift: plan.clockDrift }),
      trace,
    )
    run(world)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    violation = {
      checker: error instanceof Violation ? error.checker : 'crash',
      text: error instanceof Violation ? error.message : (error.stack ?? error.message),
    }
  }
  const excused = world && violation === null ? excusedSessions(world).size : 0
  return {
    seed,
    scenario: plan.scenario,
    violation,
    print: trace.print,
    counts: world?.counter.counts ?? new Map(),
    network: world?.network.counts ?? { frames: 0, lost: 0, repeated: 0, late: 0 },
    excused,
    virtualMs: world?.agenda.now ?? 0,
  }
}

function run(world: World): void {
  const { agenda, plan } = world
  agenda.runUntil(plan.playMs)
  world.heal()
  const healedAt = agenda.now
  agenda.runUntil(agenda.now + HEAL_MIN_MS)
  let until = HEAL_MAX_MS
  for (;;) {
    const left = amiss(world)
    if (left.length === 0) return
    const healedMs = agenda.now - healedAt
    if (healedMs >= HEAL_MAX_MS - RESUMED_MS && waitsForDeadline(world))
      until = Math.min(healedMs + RESUMED_MS, HEAL_MAX_MS + DEADLINE_MORE_MS)
    if (healedMs >= until)
      throw new Violation('liveness', `${Math.round(healedMs / 1000)} s after all healed: ${left.join('; ')}`)
    agenda.runUntil(agenda.now + STEP_MS)
  }
}
