// Free ports of this machine. One is free when it is asked for; nothing keeps it so, which the caller's own listening shows at once.
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** As many different ports as asked for, all free on the loopback address now. */
export async function freePorts(count: number): Promise<number[]> {
  // All are held before any is let go: else the system may give one port twice.
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map(server => once(server, 'listening')))
  const ports = servers.map(server => (server.address() as AddressInfo).port)
  await Promise.all(servers.map(server => once(server.close(), 'close')))
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
    return false
  } catch {
    return true
  } finally {
    server.close()
  }
}
