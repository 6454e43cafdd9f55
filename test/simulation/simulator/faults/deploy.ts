// A rolling deploy, start-first, as Swarm does it: in one slot after the other a new process comes up, and when it is healthy the old
// one is told to leave and the next slot begins. Swarm waits for the old one to be gone, or, with overlapping drains, does not.
import type { Fault } from '../fault.ts'
import type { Process } from '../process.ts'
import type { World } from '../world.ts'

const POLL_MS = 10
/** Swarm gives up on a task that never becomes healthy; then the deploy stops where it is. */
const HEALTHY_WITHIN_MS = 20_000

export const deploy: Fault = (world, { pick, other, forMs }) => {
  const old = world.living().filter(p => !p.draining)
  if (old.length === 0) return false
  const pauseMs = pick < 0.5 ? 0 : forMs / 10
  roll(world, old, { pauseMs, waits: other < 0.6 })
  return true
}

interface Manner {
  readonly pauseMs: number
  /** For each old process to be gone. */
  readonly waits: boolean
}

function roll(world: World, [old, ...rest]: readonly Process[], manner: Manner): void {
  if (!old) return
  const next = () => world.agenda.after(manner.pauseMs, () => roll(world, rest, manner))
  world.deploying++
  const end = (then?: () => void) => {
    world.deploying--
    then?.()
  }
  const fresh = world.boot({ slot: old.settings.slot, deployed: true })
  const until = world.agenda.now + HEALTHY_WITHIN_MS
  const poll = (ready: () => boolean, then: () => void): void => {
    if (ready()) then()
    else world.agenda.after(POLL_MS, () => poll(ready, then))
  }
  poll(
    () => fresh.healthy || !fresh.alive || world.agenda.now > until,
    () => {
      // Swarm stops nothing for a new task that is not there.
      if (!(fresh.healthy && fresh.alive && !fresh.draining)) return end()
      const left = () => {
        // Its word stands, also where an operator takes back a drain that was under way.
        old.drain()
        return !manner.waits || !old.alive
      }
      poll(left, () => end(next))
    },
  )
}
