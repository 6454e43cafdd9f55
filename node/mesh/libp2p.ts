// The mesh over libp2p: it joins discovery, links, gossip and the watch for deaths, and turns what they report into the
// few events that core understands. The messages of one turn leave in as few frames as the limits allow. This file must
// never interpret a message.
import { encode } from '../../protocol/codec.ts'
import type { PeerId } from '../../protocol/ids.ts'
import type { MeshMessage } from '../../protocol/mesh.ts'
import { MESH_PROTOCOL } from '../../protocol/version.ts'
import { HANDSHAKE_PROTOCOL } from './connection/handshake.ts'
import { close, type Link, type Wire } from './connection/link.ts'
import { Links } from './connection/links.ts'
import { Discovery } from './discovery/discovery.ts'
import { type Address, isLoopback, parseAddress, reachable, show } from './discovery/peer-address.ts'
import { Gossip } from './gossip.ts'
import type { MeshNode } from './libp2p-node.ts'
import { DeathWatch } from './liveness/death.ts'
import type { Mesh, MeshEvent } from './mesh.ts'
import { DIAL_TIMEOUT_MS, STOP_CLOSE_MS, STOP_FLUSH_MS, TICK_MS } from './mesh-limits.ts'
import { type MeshLog, type Once, reason } from './mesh-log.ts'
import type { MeshOptions, MeshPeer } from './options.ts'

export class Libp2pMesh implements Mesh {
  readonly me: PeerId
  readonly #node: MeshNode
  readonly #options: MeshOptions
  readonly #log: MeshLog
  readonly #once: Once
  readonly #links: Links
  readonly #gossip: Gossip
  readonly #ending = new AbortController()
  readonly #watch: DeathWatch
  #discovery: Discovery | null = null
  #ticker: NodeJS.Timeout | undefined
  #stopping: Promise<void> | null = null

  constructor(me: PeerId, node: MeshNode, once: Once, options: MeshOptions) {
    this.me = me
    this.#node = node
    this.#once = once
    this.#options = options
    this.#log = options.log
    const protocol = options.protocol ?? MESH_PROTOCOL
    this.#links = new Links({
      me,
      protocol: `/minotaur/mesh/${protocol}`,
      log: options.log,
      once,
      hello: () => {
        const { release, cluster = '', announce = null } = options
        return { protocol, release, cluster, host: announce, port: this.port, refused: null }
      },
      refuse: () => (this.#stopping ? 'this node is leaving' : this.#discovery ? null : 'this node is starting'),
      onUp: link => this.#onUp(link),
      onDown: (link, wire) => this.#onDown(link, wire),
      onStalled: ({ peer }, { address }) => {
        this.#log.info({ peer, address: show(address) }, 'a peer has been silent: it is dialled again')
        this.#discovery?.lost(address)
      },
      onMessage: (from, message) => this.#emit({ kind: 'message', from, message }),
    })
    this.#watch = new DeathWatch({
      trusted: options.trustRefused ?? true,
      log: options.log,
      connected: peer => this.#links.get(peer) !== undefined,
      onDead: (peer, address) => {
        this.#discovery?.forget(address)
        this.#emit({ kind: 'peer-dead', peer })
      },
    })
    this.#gossip = new Gossip(node.libp2p.services.gossip, {
      me,
      topic: `/minotaur/gossip/${protocol}`,
      onBatch: (from, payload) => this.#links.get(from)?.receive(payload),
      onError: error => this.#log.warn({}, `could not gossip: ${reason(error)}`),
    })
  }

  /** The port it listens on, also if any port was asked for. */
  get port(): number {
    return this.#node.port()
  }

  /** The peers that this node is meshed with, for operators. */
  peers(): readonly MeshPeer[] {
    const flows = this.#gossip.flows()
    return this.#links
      .up()
      .flatMap(({ peer, used }) =>
        used ? [{ peer, address: show(used.address), release: used.release, gossip: flows.has(peer) }] : [],
      )
  }

  /** TCP connections to peers; a pair has two only for moments. */
  get connections(): number {
    return this.#node.libp2p.getConnections().length
  }

  async listen(): Promise<void> {
    const { libp2p } = this.#node
    const version = this.#options.protocol ?? MESH_PROTOCOL
    libp2p.addEventListener('connection:open', ({ detail }) => {
      if (detail.direction === 'inbound') this.#links.expect(detail)
    })
    libp2p.addEventListener('connection:close', ({ detail }) => this.#links.closed(detail))
    await libp2p.handle(HANDSHAKE_PROTOCOL, (stream, connection) => this.#links.answer(stream, connection))
    await libp2p.handle(`/minotaur/mesh/${version}`, (stream, connection) => this.#links.accept(stream, connection))
    await this.#node.start()
    this.#gossip.start()
  }

  /** From here on the node looks for peers, lets them in and reports them. */
  start(): void {
    if (this.#discovery || this.#stopping) return
    const { listen, peers, dnsQuery, dnsPort, dnsServers, dnsIntervalMs } = this.#options
    const discovery = new Discovery({
      listen: { host: listen.host, port: this.port },
      peers: peers ?? [],
      dnsQuery: dnsQuery ?? null,
      dnsPort: dnsPort ?? this.port,
      dnsServers,
      dnsIntervalMs,
      log: this.#log,
      once: this.#once,
      onDiscovery: state => this.#emit({ kind: 'discovery', answered: state === 'answered' }),
      dial: address => this.#dial(address),
      connected: (address, peer) => this.#links.connected(address, peer),
    })
    this.#discovery = discovery
    this.#node.onReached = address => discovery.reached(address)
    this.#ticker = setInterval(() => this.#tick(), TICK_MS)
    discovery.tick()
  }

  send(to: PeerId, message: MeshMessage): void {
    const link = this.#links.get(to)
    if (link?.up) link.push(encode(message))
  }

  gossip(message: MeshMessage): void {
    this.#gossip.queue(encode(message))
  }

  dial(addresses: readonly string[], by?: PeerId): void {
    const from = by === undefined ? undefined : this.#links.get(by)?.used?.address
    const known = addresses.flatMap(text => parseAddress(text) ?? [])
    this.#discovery?.hear(known.filter(({ host }) => !isLoopback(host) || !from || isLoopback(from.host)))
  }

  addresses(): readonly string[] {
    const { listen, announce } = this.#options
    // The list that others read shows which of several addresses they can use.
    const listed = this.#discovery?.listedSelf ?? []
    if (!announce && listed.length > 0) return listed.map(show)
    return (announce ? [announce] : reachable(listen.host)).map(host => show({ host, port: this.port }))
  }

  flush(): void {
    const up = this.#links.up()
    this.#gossip.flush(up)
    for (const link of up) link.pump()
  }

  ready(): boolean {
    if (!this.#discovery || this.#stopping) return false
    const { settled, accepts } = this.#discovery.outcome()
    return settled && (!accepts || this.#links.up().length > 0)
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async #stop(): Promise<void> {
    this.#discovery?.stop()
    clearInterval(this.#ticker)
    this.#ending.abort()
    this.#watch.stop()
    this.flush()
    await until(() => this.#links.up().every(link => link.flushed), STOP_FLUSH_MS)
    for (const link of this.#links.all()) link.end()
    await until(() => this.#links.all().length === 0, STOP_CLOSE_MS)
    for (const connection of this.#node.libp2p.getConnections()) close(connection)
    await until(() => this.#node.libp2p.getConnections().length === 0, STOP_CLOSE_MS)
    // Only now is the port freed: until here a peer that checks whether this node lives finds that it does.
    await this.#node.libp2p.stop()?.catch(error => this.#log.error({}, `could not stop in order: ${reason(error)}`))
  }

  async #dial(address: Address): Promise<PeerId> {
    const timeout = AbortSignal.timeout(DIAL_TIMEOUT_MS)
    const signal = AbortSignal.any([timeout, this.#ending.signal])
    try {
      return await this.#links.greet(await this.#node.dial(address, signal), address, signal)
    } catch (error) {
      if (timeout.aborted) throw new Error(`no answer within ${DIAL_TIMEOUT_MS} ms`, { cause: error })
      throw error
    }
  }

  #tick(): void {
    for (const link of this.#links.all()) link.tick()
    this.#discovery?.tick()
    this.#gossip.look(this.#links.up(), performance.now())
  }

  #onUp({ peer, used }: Link): void {
    this.#log.info({ peer, address: used && show(used.address), release: used?.release }, 'meshed with a peer')
    this.#watch.met(peer)
    this.#emit({ kind: 'peer-up', peer, ...(used && { address: show(used.address) }) })
  }

  #onDown({ peer }: Link, { address }: Wire): void {
    if (this.#stopping) return
    this.#log.info({ peer, address: show(address) }, 'lost a peer')
    this.#gossip.forget(peer)
    this.#discovery?.lost(address)
    this.#emit({ kind: 'peer-down', peer })
    this.#watch.lost(peer, address)
  }

  #emit(event: MeshEvent): void {
    if (this.#stopping) return
    try {
      this.#options.onEvent(event)
    } catch (error) {
      // If it were thrown further, it would tear down the connection that happened to bring the event.
      this.#log.error({ event: event.kind, error }, `an event was not handled: ${reason(error)}`)
    }
  }
}

async function until(done: () => boolean, atMostMs: number): Promise<void> {
  const end = performance.now() + atMostMs
  while (!done() && performance.now() < end) await new Promise(resolve => setTimeout(resolve, 5))
}
