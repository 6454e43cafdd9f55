// An operator takes a drain back while it is under way; at times too late, since the process was told by a signal
// meanwhile.
import { choose, type Fault } from '../fault.ts'

const SIGNAL_SHARE = 0.3

export const drainCancelled: Fault = (world, { pick, other, forMs }) => {
  const staying = world.living().filter(p => !p.draining)
  const leaver = staying.length > 1 ? choose(staying, pick) : undefined
  leaver?.drainByOperator()
  if (other < SIGNAL_SHARE) world.agenda.after(forMs / 20, () => leaver?.drain())
  world.agenda.after(forMs / 10, () => leaver?.cancelDrain())
  return leaver !== undefined
}
