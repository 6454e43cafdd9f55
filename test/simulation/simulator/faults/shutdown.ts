// Every process is told to leave at once, as when a stack is removed; later one or two start afresh.
import type { Fault } from '../fault.ts'

export const shutdown: Fault = (world, { pick, other, forMs }) => {
  const leaving = world.living().filter(p => !p.draining)
  for (const process of leaving) process.drain()
  world.agenda.after(forMs, () => {
    for (let n = 0; n <= Math.round(other); n++) world.boot({ slot: world.freeSlot(), deployed: pick > 0.5 })
  })
  return leaving.length > 0
}
