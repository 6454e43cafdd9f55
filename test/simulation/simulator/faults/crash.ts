// A process is killed and its address refuses: every peer that reaches it sees that it is dead.
import { choose, type Fault } from '../fault.ts'

export const crash: Fault = (world, { pick }) => {
  const victim = choose(world.living(), pick)
  victim?.die({ seen: true })
  return victim !== undefined
}
