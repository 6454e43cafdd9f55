// All checkers, by what they may assume. A new one needs a file, a line here, and a test that shows it fail.
import type { MakeChecker } from '../checker.ts'
import { backed } from './backed.ts'
import { beside } from './beside.ts'
import { makeClocks } from './clocks.ts'
import { discreet } from './discreet.ts'
import { endings } from './endings.ts'
import { exits } from './exits.ts'
import { honestBackups } from './honest-backups.ts'
import { invariants } from './invariants.ts'
import { noneSetAside } from './none-set-aside.ts'
import { onceInOrder } from './once-in-order.ts'
import { oneAcknowledger } from './one-acknowledger.ts'
import { oneConfiguration } from './one-configuration.ts'
import { oneMove } from './one-move.ts'
import { prefixes } from './prefixes.ts'
import { makePresence } from './presence.ts'
import { makePunctual } from './punctual.ts'
import { readable } from './readable.ts'
import { resumed } from './resumed.ts'
import { screens } from './screens.ts'
import { seats } from './seats.ts'
import { toldOfCopies } from './told-of-copies.ts'
import { trueAnswers } from './true-answers.ts'

interface Assumed {
  /** A world without faults, where planned moves have bounds. */
  readonly plain: boolean
  /** A clean network, on which nodes only come and go as deploys have it: all are told of each other in time. */
  readonly quiet: boolean
  /** The game fails at times to make a view: then the last one stands, and its number with it. */
  readonly failing?: boolean
  readonly now: () => number
  /** As the plan's clockDrift. */
  readonly drift: number
}

export function checkersFor({ plain, quiet, failing = false, now, drift }: Assumed): MakeChecker[] {
  const always = [
    invariants,
    oneConfiguration,
    oneAcknowledger,
    prefixes,
    onceInOrder,
    backed,
    beside,
    honestBackups,
    trueAnswers,
    ...(failing ? [] : [discreet]),
    endings,
    screens,
    seats,
    exits,
    resumed,
    toldOfCopies,
    readable,
    makeClocks(now, drift),
    makePresence(plain),
  ]
  return [...always, ...(plain ? [oneMove, makePunctual(now)] : []), ...(quiet ? [noneSetAside] : [])]
}
