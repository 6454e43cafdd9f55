// What one process sends reaches another no more, for a while; the other way goes on.
import { choose, type Fault } from '../fault.ts'

export const oneWayCut: Fault = (world, { pick, other, forMs }) => {
  const from = choose(world.living(), pick)
  const to = choose(
    world.living().filter(p => p !== from),
    other,
  )
  if (!from || !to) return false
  world.network.cut(from.peer, to.peer, forMs / 2)
  world.agenda.after(forMs, () => world.network.mend(from.peer, to.peer))
  return true
}
