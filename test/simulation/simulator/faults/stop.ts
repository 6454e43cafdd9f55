// SIGSTOP, and after a while SIGCONT: the process wakes with everything that came meanwhile, and believes that no time
// has passed.
import { choose, type Fault } from '../fault.ts'

export const stop: Fault = (world, { pick, forMs }) => {
  const victim = choose(
    world.living().filter(p => !p.stopped),
    pick,
  )
  victim?.stop()
  world.agenda.after(forMs, () => victim?.continue())
  return victim !== undefined
}
