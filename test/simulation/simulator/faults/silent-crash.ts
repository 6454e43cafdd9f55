// A whole machine is lost: nothing refuses, the process only falls silent. Connections break late. Nobody ever sees it
// dead.
import { choose, type Fault } from '../fault.ts'

export const silentCrash: Fault = (world, { pick, forMs }) => {
  const victim = choose(world.living(), pick)
  victim?.die({ seen: false, breakAfterMs: forMs * 4 })
  return victim !== undefined
}
