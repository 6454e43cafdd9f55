// A deploy that goes some way, or all of it, and back: what came with it is replaced by the release before, in the same
// manner.
import type { Fault } from '../fault.ts'
import { mannerOf, roll } from '../roll.ts'

/** One in three goes all of it: then the new schema was written. */
const WAY = 1.5

export const rollBack: Fault = (world, planned) => {
  const old = world.living().filter(p => !p.draining)
  const slots = old.slice(0, Math.ceil(old.length * WAY * planned.pick))
  if (slots.length === 0) return false
  const manner = mannerOf(planned)
  roll(world, slots, { ...manner, deployed: true }, fresh => {
    const back = fresh.filter(p => p.alive && !p.draining)
    roll(world, back, { ...manner, deployed: false })
  })
  return true
}
