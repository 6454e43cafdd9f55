// What a mesh is told when it is made, and what it tells of its peers. Types only.
import type { PeerId } from '../../protocol/ids.ts'
import type { Address } from './discovery/peer-address.ts'
import type { Metrics } from './libp2p-node.ts'
import type { MeshEvent } from './mesh.ts'
import type { MeshLog } from './mesh-log.ts'

export interface MeshOptions {
  /** Where to listen: an IP address, and a port or 0 for any. */
  readonly listen: Address
  /** The host that peers dial; null: where our connections come from, which on an overlay network is the overlay's
   *  address. */
  readonly announce?: string | null
  /** The operators' secrets as text or bytes, of at least 16 bytes each: the first is used, each is accepted.
   *  Without a secret, nodes without one are let in. */
  readonly keys: readonly (Uint8Array | string)[]
  readonly release: string
  /** Name of the mesh, or empty; nodes of another are refused. */
  readonly cluster?: string
  /** Peers that an operator lists. */
  readonly peers?: readonly Address[]
  /** A name whose A records are peers. */
  readonly dnsQuery?: string | null
  /** Where the peers that DNS lists listen; our own port unless told. */
  readonly dnsPort?: number
  readonly dnsIntervalMs?: number
  /** DNS servers instead of the system's. */
  readonly dnsServers?: readonly string[]
  /** Whether an address that refuses to be dialled proves that its process has ended. */
  readonly trustRefused?: boolean
  /** Version of the mesh's protocol; another one than this release's own only in tests. */
  readonly protocol?: number
  readonly log: MeshLog
  /** For example prometheusMetrics() of @libp2p/prometheus-metrics. */
  readonly metrics?: Metrics
  /** Called for every event, in order, from the moment of start() to that of stop(). */
  onEvent(event: MeshEvent): void
}

export interface MeshPeer {
  readonly peer: PeerId
  readonly address: string
  readonly release: string
  /** Whether gossip has a stream to it; if not, it gets all by the direct one. */
  readonly gossip: boolean
}
