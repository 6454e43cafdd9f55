// A process is told to leave (SIGTERM). One that stays is always left.
import { choose, type Fault } from '../fault.ts'

export const drain: Fault = (world, { pick }) => {
  const staying = world.living().filter(p => !p.draining)
  const leaver = staying.length > 1 ? choose(staying, pick) : undefined
  leaver?.drain()
  return leaver !== undefined
}
