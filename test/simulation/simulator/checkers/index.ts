// All checkers, by what they may assume. A new one needs a file, a line here, and a test that shows it fail.
import type { MakeChecker } from '../checker.ts'
import { backed } from './backed.ts'
import { makeClocks } from './clocks.ts'
import { endings } from './endings.ts'
import { exits } from './exits.ts'
import { honestBackups } from './honest-backups.ts'
import { invariants } from './invariants.ts'
import { onceInOrder } from './once-in-order.ts'
import { oneAcknowledger } from './one-acknowledger.ts'
import { oneConfiguration } from './one-configuration.ts'
import { oneMove } from './one-move.ts'
import { prefixes } from './prefixes.ts'
import { makePunctual } from './punctual.ts'
import { resumed } from './resumed.ts'
import { screens } from './screens.ts'
import { seats } from './seats.ts'
import { trueAnswers } from './true-answers.ts'

interface Assumed {
  /** A world without faults, where planned moves have bounds. */
  readonly plain: boolean
  readonly now: () => number
  /** As the plan's clockDrift. */
  readonly drift: number
}

export function checkersFor({ plain, now, drift }: Assumed): MakeChecker[] {
  const always = [
    invariants,
    oneConfiguration,
    oneAcknowledger,
    prefixes,
    onceInOrder,
    backed,
    honestBackups,
    trueAnswers,
    endings,
    screens,
    seats,
    exits,
    resumed,
    makeClocks(now, drift),
  ]
  return plain ? [...always, oneMove, makePunctual(now)] : always
}
