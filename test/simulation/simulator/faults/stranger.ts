// A process starts that shares a disk with the others and finds none of them by itself, as where their name does not
// resolve. Perhaps it can't reach them either, for a while.
import type { Fault } from '../fault.ts'

const CUT = 0.5

export const stranger: Fault = (world, { pick, other, forMs }) => {
  const others = world.living()
  const process = world.boot({ slot: world.freeSlot(), deployed: pick > 0.5, stranger: true })
  if (other >= CUT) return true
  for (const { peer } of others)
    for (const [from, to] of [
      [process.peer, peer],
      [peer, process.peer],
    ] as const) {
      world.network.cut(from, to, 0)
      world.agenda.after(forMs, () => world.network.mend(from, to))
    }
  return true
}
