// A line to a node that takes its time each way, over a real socket: a proxy that hands on what it gets, so much later.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface SlowLine {
  readonly port: number
  close(): void
}

export async function slowLine(toPort: number, eachWayMs: number): Promise<SlowLine> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => sockets.add(socket.on('error', () => {}).once('close', () => sockets.delete(socket)))
  const pass = (from: Socket, to: Socket) => {
    from.on('data', chunk => setTimeout(() => to.writable && to.write(chunk), eachWayMs))
    from.on('close', () => setTimeout(() => to.destroy(), eachWayMs))
  }
  const server = createServer(player => {
    const node = connect(toPort, '127.0.0.1')
    keep(player)
    keep(node)
    pass(player, node)
    pass(node, player)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
