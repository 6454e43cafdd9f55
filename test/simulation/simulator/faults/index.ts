// All faults there are, by kind. A new one needs a file, a line here, a name in fault.ts and a weight in scenario.ts.
import type { Fault, FaultKind } from '../fault.ts'
import { blackout } from './blackout.ts'
import { bug } from './bug.ts'
import { clockJump } from './clock-jump.ts'
import { connectionLost } from './connection-lost.ts'
import { crash } from './crash.ts'
import { deploy } from './deploy.ts'
import { drain } from './drain.ts'
import { drainCancelled } from './drain-cancelled.ts'
import { join } from './join.ts'
import { oneWayCut } from './one-way-cut.ts'
import { partition } from './partition.ts'
import { rollBack } from './roll-back.ts'
import { secondTab } from './second-tab.ts'
import { shutdown } from './shutdown.ts'
import { silentCrash } from './silent-crash.ts'
import { socketsLost } from './sockets-lost.ts'
import { squeeze } from './squeeze.ts'
import { stop } from './stop.ts'
import { stranger } from './stranger.ts'

export const FAULTS: Readonly<Record<FaultKind, Fault>> = {
  crash,
  'silent-crash': silentCrash,
  drain,
  'drain-cancelled': drainCancelled,
  join,
  deploy,
  'roll-back': rollBack,
  shutdown,
  blackout,
  stop,
  partition,
  'one-way-cut': oneWayCut,
  'connection-lost': connectionLost,
  'sockets-lost': socketsLost,
  'second-tab': secondTab,
  stranger,
  bug,
  'clock-jump': clockJump,
  squeeze,
}
