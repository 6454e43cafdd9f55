// A player's connection breaks, as on a train: the link has to find a node again.
import { choose, type Fault } from '../fault.ts'

export const socketsLost: Fault = (world, { pick }) => {
  const tab = choose(world.tabs(), pick)
  tab?.loseSockets()
  return tab !== undefined
}
