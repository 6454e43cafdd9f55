// The housekeeping of a node, step by step.
import { forgetOver } from './cluster/forget.ts'
import { lookAtPeers } from './cluster/peers.ts'
import { seeWhetherSuperseded } from './cluster/slot.ts'
import type { Context } from './context.ts'
import { tellPutOff } from './failover/room.ts'
import { sweep } from './failover/upkeep.ts'
import { rebalance } from './handoff/rebalance.ts'
import { tellEarlier } from './incarnations/earlier.ts'
import { forceStuck } from './incarnations/force.ts'
import { askEarlier } from './incarnations/meeting.ts'
import { spreadSockets } from './players/goaway.ts'
import { forgetCreates, tellStopped } from './players/stopped.ts'
import { forgetFences } from './session/fence.ts'
import { noticePresence } from './session/presence.ts'
import { writeCheckpoints } from './storage/checkpoint.ts'
import { markAgain } from './storage/marking.ts'

/** Once a second, each on its own: what one of them throws is none of the others' business. */
export const SWEEP: readonly ((ctx: Context) => void)[] = [
  sweep,
  noticePresence,
  markAgain,
  writeCheckpoints,
  askEarlier,
  seeWhetherSuperseded,
  rebalance,
  spreadSockets,
  forceStuck,
  lookAtPeers,
  forgetCreates,
  tellEarlier,
  tellStopped,
  forgetFences,
  tellPutOff,
  forgetOver,
]
