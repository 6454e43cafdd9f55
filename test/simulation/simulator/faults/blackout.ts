// All processes end at once, some by a kill and some by being told to leave; perhaps one is only stopped, and wakes
// later as if nothing had been. Fresh ones start on the same hosts.
import type { Fault } from '../fault.ts'

const SPARED = 0.4

export const blackout: Fault = (world, { pick, other, forMs }) => {
  const all = world.living().filter(p => !p.stopped)
  // Bits of the draw say what becomes of each.
  const bits = Math.floor(pick * 2 ** 20)
  const spared = all.length > 1 && other < SPARED ? all[bits % all.length] : undefined
  spared?.stop()
  for (const [i, process] of all.entries()) {
    if (process === spared) continue
    const fate = (bits >> (2 * (i % 10))) & 3
    if (fate === 0) process.drain()
    else process.die(fate === 1 ? { seen: false, breakAfterMs: forMs } : { seen: true })
  }
  world.agenda.after(forMs, () => {
    for (let n = 0; n <= bits % 3; n++) world.boot({ slot: world.freeSlot(), deployed: (bits & 8) > 0 })
  })
  if (spared) world.agenda.after(forMs * (1 + 4 * other), () => spared.continue())
  return all.length > 0
}
