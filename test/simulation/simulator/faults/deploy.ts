// A rolling deploy, start-first, as Swarm does it (roll.ts).
import type { Fault } from '../fault.ts'
import { mannerOf, roll } from '../roll.ts'

export const deploy: Fault = (world, planned) => {
  const old = world.living().filter(p => !p.draining)
  if (old.length === 0) return false
  roll(world, old, { ...mannerOf(planned), deployed: true })
  return true
}
