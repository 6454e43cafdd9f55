// The libp2p node under the mesh: TCP, the gate and noise with the mesh key, yamux, identify, gossipsub. Everything
// that libp2p would do by itself is off: it finds nobody, announces nothing, and closes nothing for being slow. This
// file only sets it up.
import type { GossipSub } from '@chainsafe/libp2p-gossipsub'
import { yamux } from '@chainsafe/libp2p-yamux'
import { type Identify, identify } from '@libp2p/identify'
import type { Connection, PrivateKey } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { createLibp2p, type Libp2p, type Libp2pOptions } from 'libp2p'
import { SOCKET_BUFFER_BYTES } from './connection/coalesce.ts'
import type { StrangerError } from './connection/gate.ts'
import { createSecurity } from './connection/security.ts'
import { rememberInterfaces } from './discovery/interfaces.ts'
import { type Address, fromMultiaddr, show, toMultiaddr } from './discovery/peer-address.ts'
import { gossipService } from './gossip.ts'
import { DIAL_TIMEOUT_MS, HANDSHAKE_TIMEOUT_MS, HANDSHAKES_MAX, STREAM_WINDOW_BYTES } from './mesh-limits.ts'
import { reason } from './mesh-log.ts'

export type Metrics = NonNullable<Libp2pOptions['metrics']>

type Services = { identify: Identify; gossip: GossipSub }

export interface NodeOptions {
  readonly privateKey: PrivateKey
  readonly listen: Address
  /** As meshKey() makes them; see createSecurity(). */
  readonly keys: readonly Uint8Array[]
  readonly metrics?: Metrics | undefined
  /** A node dialled us that has none of the mesh's keys. */
  onStranger(address: Address, error: StrangerError): void
}

export interface MeshNode {
  readonly libp2p: Libp2p<Services>
  /** Set it to be told that TCP to a dialled address stands; whether a peer is behind it shows later. */
  onReached(address: Address): void
  /** @throws Error where it can't listen. */
  start(): Promise<void>
  /** The port it listens on. */
  port(): number
  dial(address: Address, signal: AbortSignal): Promise<Connection>
}

rememberInterfaces()

/** Passed on to net.connect and net.createServer. */
const SOCKETS = { noDelay: true, highWaterMark: SOCKET_BUFFER_BYTES }

/** Not yet started: it listens from start() on. */
export async function createNode(options: NodeOptions): Promise<MeshNode> {
  let listening: () => number = () => options.listen.port
  const security = createSecurity({
    keys: options.keys,
    onReached: address => node.onReached(address),
    onStranger: (address, error) => options.onStranger(address, error),
  })
  const libp2p = await createLibp2p<Services>({
    start: false,
    privateKey: options.privateKey,
    ...(options.metrics ? { metrics: options.metrics } : {}),
    addresses: { listen: [toMultiaddr(options.listen).toString()], announceFilter: () => [] },
    transports: [tcp({ dialOpts: SOCKETS, listenOpts: SOCKETS })],
    connectionProtector: () => ({ protect: security.protect }),
    connectionEncrypters: [security.encrypter],
    streamMuxers: [yamux({ streamOptions: { maxStreamWindowSize: STREAM_WINDOW_BYTES } })],
    connectionMonitor: { enabled: false },
    connectionManager: {
      dialTimeout: DIAL_TIMEOUT_MS,
      inboundUpgradeTimeout: HANDSHAKE_TIMEOUT_MS,
      // All nodes of a developer's machine come from one address, and a node that looks whether a peer is dead dials
      // often.
      inboundConnectionThreshold: 10_000,
      maxIncomingPendingConnections: HANDSHAKES_MAX,
      maxConnections: 1_000,
      reconnectRetries: 0,
    },
    services: {
      identify: identify(),
      gossip: components => {
        listening = () => components.transportManager.getAddrs().map(fromMultiaddr)[0]?.port ?? options.listen.port
        return gossipService(components)
      },
    },
  })
  const node: MeshNode = {
    libp2p,
    onReached: () => undefined,
    async start() {
      try {
        await libp2p.start()
      } catch (error) {
        const [, why] = /Error: (.+)/.exec(reason(error)) ?? []
        throw new Error(`the mesh cannot listen on ${show(options.listen)}: ${why ?? reason(error)}`, { cause: error })
      }
    },
    port: () => listening(),
    dial: (address, signal) => libp2p.dial(toMultiaddr(address), { signal, force: true }),
  }
  return node
}
