// One slot after the other is given a process of another release, start-first, as Swarm does it: the new one comes up,
// and when it is healthy the old one is told to leave and the next slot begins. Swarm waits for the old one to be gone,
// or, with overlapping drains, does not.
import type { PlannedFault } from './fault.ts'
import type { Process } from './process.ts'
import type { World } from './world.ts'

const POLL_MS = 10
/** Swarm gives up on a task that never becomes healthy; then the deploy stops where it is. */
const HEALTHY_WITHIN_MS = 20_000

export interface Manner {
  readonly pauseMs: number
  /** For each old process to be gone. */
  readonly waits: boolean
  /** Which release the new processes are of. */
  readonly deployed: boolean
}

export const mannerOf = ({ pick, other, forMs }: PlannedFault): Omit<Manner, 'deployed'> => ({
  pauseMs: pick < 0.5 ? 0 : forMs / 10,
  waits: other < 0.6,
})

/** `then` is told of those that came, also where it stopped half-way. */
export function roll(
  world: World,
  [old, ...rest]: readonly Process[],
  manner: Manner,
  then: (fresh: readonly Process[]) => void = () => undefined,
  before: readonly Process[] = [],
): void {
  if (!old) return then(before)
  world.deploying++
  const fresh = world.boot({ slot: old.settings.slot, deployed: manner.deployed })
  const came = [...before, fresh]
  const next = () => world.agenda.after(manner.pauseMs, () => roll(world, rest, manner, then, came))
  const end = (go: () => void) => {
    world.deploying--
    go()
  }
  const until = world.agenda.now + HEALTHY_WITHIN_MS
  const poll = (ready: () => boolean, go: () => void): void => {
    if (ready()) go()
    else world.agenda.after(POLL_MS, () => poll(ready, go))
  }
  poll(
    () => fresh.healthy || !fresh.alive || world.agenda.now > until,
    () => {
      // Swarm stops nothing for a new task that is not there.
      if (!(fresh.healthy && fresh.alive && !fresh.draining)) return end(() => then(before))
      const left = () => {
        // Its word stands, also where an operator takes back a drain that was under way.
        old.drain()
        return !manner.waits || !old.alive
      }
      poll(left, () => end(next))
    },
  )
}
