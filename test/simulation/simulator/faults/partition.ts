// The network falls into two parts for a while.
import type { Fault } from '../fault.ts'

export const partition: Fault = (world, { pick, other, forMs }) => {
  const all = world.living()
  if (all.length < 2) return false
  // Each process is on the side that a bit of the draw says; at least one on each.
  const bits = Math.floor(pick * 2 ** 20)
  const left = all.filter((_, i) => (bits >> i) & 1)
  const right = all.filter(p => !left.includes(p))
  if (left.length === 0) left.push(right.pop()!)
  else if (right.length === 0) right.push(left.pop()!)
  const breaksAfterMs = other * forMs
  for (const a of left)
    for (const b of right)
      for (const [from, to] of [
        [a, b],
        [b, a],
      ] as const) {
        world.network.cut(from.peer, to.peer, breaksAfterMs)
        world.agenda.after(forMs, () => world.network.mend(from.peer, to.peer))
      }
  return true
}
