// Free ports of this machine, below those that the system gives to outgoing connections: one of these takes a freed
// port in no time. One is free when it is asked for; nothing keeps it so, which the caller's own listening shows at
// once.
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

const FIRST = 10_000
/** Linux gives outgoing connections ports from 32768 on. */
const END = 32_000

/** Processes begin at different ports, and none tries one twice before it has tried all. */
let next = randomInt(FIRST, END)

/** As many different ports as asked for, all free now. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  for (let tries = 0; ports.length < count; tries++) {
    if (tries > END - FIRST) throw new Error(`this machine has no ${count} free ports between ${FIRST} and ${END}`)
    const port = next
    next = next + 1 < END ? next + 1 : FIRST
    if (!(await isTaken(port))) ports.push(port)
  }
  return ports
}

export async function freePort(): Promise<number> {
  return (await freePorts(1))[0]!
}

/** Whether anybody listens there, on any address. */
export async function isTaken(port: number): Promise<boolean> {
  const server = createServer()
  try {
    await once(server.listen(port), 'listening')
    await once(server.close(), 'close')
    return false
  } catch {
    return true
  }
}
