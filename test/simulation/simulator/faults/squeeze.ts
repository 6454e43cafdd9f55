// A process runs short of memory, or out of it, and after a while has room again.
import { choose, type Fault, MEMORY_FREE } from '../fault.ts'

/** Up to all of it: from the first step of node/core/failover/room.ts on. */
const LEAST = 0.71

export const squeeze: Fault = (world, { pick, other, forMs }) => {
  const struck = choose(world.living(), pick)
  struck?.post({ kind: 'memory', share: LEAST + other * (1 - LEAST) })
  world.agenda.after(forMs, () => struck?.post({ kind: 'memory', share: MEMORY_FREE }))
  return struck !== undefined
}
