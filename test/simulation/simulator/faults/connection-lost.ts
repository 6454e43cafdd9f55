// A connection breaks though both ends live, and forms again: what was under way is gone.
import { choose, type Fault } from '../fault.ts'

export const connectionLost: Fault = (world, { pick, other }) => {
  const a = choose(world.living(), pick)
  const b = choose(
    world.living().filter(p => p !== a),
    other,
  )
  if (!a || !b) return false
  world.network.drop(a.peer, b.peer)
  return true
}
