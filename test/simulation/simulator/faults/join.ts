// One more process, of either release, in a slot of its own.
import type { Fault } from '../fault.ts'

export const join: Fault = (world, { pick }) => {
  world.boot({ slot: world.freeSlot(), deployed: pick > 0.5 })
  return true
}
