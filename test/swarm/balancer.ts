// What Swarm's virtual address does for players: one port of this host, whose connections go to the containers that
// serve, in turn. As with the real one, a container may be sent new connections for a while after it was told to leave.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster } from './cluster.ts'

const PORT = 4000
const LOOK_MS = 250
/** How long a container that leaves is still chosen. It is sent SIGTERM two seconds after Swarm has begun to remove
 *  it. */
const LINGER_MS = 3_000
const CONNECT_MS = 1_000

export class Balancer {
  readonly #cluster: Cluster
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  /** Address to the time until which it is chosen; of those that serve, forever. */
  readonly #backends = new Map<string, number>()
  readonly #stop = new AbortController()
  #turn = 0

  private constructor(cluster: Cluster) {
    this.#cluster = cluster
    this.#server = createServer(socket => this.#onPlayer(socket))
  }

  static async start(cluster: Cluster): Promise<Balancer> {
    const balancer = new Balancer(cluster)
    await balancer.#look()
    balancer.#server.listen(0, '127.0.0.1')
    await once(balancer.#server, 'listening')
    balancer.#keepLooking()
    return balancer
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.#stop.abort()
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  async #keepLooking(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await sleep(LOOK_MS)
      // An engine that does not answer for a moment leaves things as they were.
      await this.#look().catch(() => undefined)
    }
  }

  async #look(): Promise<void> {
    const running = new Map<string, boolean>()
    for (const { container, exitCode, serving } of await this.#cluster.tasks()) {
      if (container === '' || exitCode !== null) continue
      const address = await this.#cluster.addressOf(container)
      if (address !== null && (serving || this.#backends.has(address))) running.set(address, serving)
    }
    const now = performance.now()
    for (const address of this.#backends.keys()) if (!running.has(address)) this.#backends.delete(address)
    for (const [address, serving] of running) {
      const until = serving ? Number.POSITIVE_INFINITY : Math.min(this.#backends.get(address)!, now + LINGER_MS)
      if (until < now) this.#backends.delete(address)
      else this.#backends.set(address, until)
    }
  }

  async #onPlayer(player: Socket): Promise<void> {
    this.#keep(player)
    const backends = [...this.#backends.keys()]
    const first = this.#turn++
    for (let n = 0; n < backends.length && !player.destroyed; n++) {
      const node = await reach(backends[(first + n) % backends.length]!)
      if (node === null) continue
      this.#keep(node)
      join(player, node)
      return
    }
    player.destroy()
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => undefined).once('close', () => this.#sockets.delete(socket))
  }
}

/** Bytes go both ways; when one side is gone, so is the other, after what it was still to be sent. */
function join(player: Socket, node: Socket): void {
  player.setNoDelay(true)
  node.setNoDelay(true)
  player.pipe(node).pipe(player)
  player.once('close', () => node.destroySoon())
  node.once('close', () => player.destroySoon())
}

async function reach(host: string): Promise<Socket | null> {
  const socket = connect({ host, port: PORT })
  const timeout = setTimeout(() => socket.destroy(), CONNECT_MS)
  const { promise, resolve } = Promise.withResolvers<Socket | null>()
  socket
    .once('connect', () => resolve(socket))
    .once('error', () => resolve(null))
    .once('close', () => resolve(null))
  const reached = await promise
  clearTimeout(timeout)
  return reached
}
