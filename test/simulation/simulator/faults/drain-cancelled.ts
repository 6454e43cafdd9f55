// An operator takes a drain back while it is under way.
import { choose, type Fault } from '../fault.ts'

export const drainCancelled: Fault = (world, { pick, forMs }) => {
  const staying = world.living().filter(p => !p.draining)
  const leaver = staying.length > 1 ? choose(staying, pick) : undefined
  leaver?.drain()
  world.agenda.after(forMs / 10, () => leaver?.cancelDrain())
  return leaver !== undefined
}
