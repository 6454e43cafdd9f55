// The wall clock of a host is set to another time. What its processes measure by their own monotonic clocks stays.
import { choose, type Fault } from '../fault.ts'

const HOUR_MS = 3_600_000
const JUMPS_MS = [-240 * HOUR_MS, -24 * HOUR_MS, -HOUR_MS, -90_000, 90_000, HOUR_MS, 24 * HOUR_MS, 240 * HOUR_MS]

export const clockJump: Fault = (world, { pick, other }) => {
  const struck = choose(world.living(), pick)
  if (struck) world.setClock(struck.settings.host, choose(JUMPS_MS, other)!)
  return struck !== undefined
}
