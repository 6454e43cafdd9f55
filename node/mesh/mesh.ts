// What the driver needs of a mesh. Implemented over libp2p here, and in virtual time by test/simulation; one contract
// suite runs over both.
import type { PeerId } from '../../protocol/ids.ts'
import type { MeshMessage } from '../../protocol/mesh.ts'
import type { Event } from '../core/event.ts'

export type MeshEvent = Extract<Event, { kind: 'peer-up' | 'peer-down' | 'peer-dead' | 'message' | 'discovery' }>

export interface Mesh {
  readonly me: PeerId
  /** Queues for one peer. Messages to one peer keep their order; they are lost where the connection breaks. */
  send(to: PeerId, message: MeshMessage): void
  /** Queues for all peers. */
  gossip(message: MeshMessage): void
  /** Dials these addresses too, for a while: an IP address and a port each, as `addresses` gives them. It leaves out
   *  other texts, and those that a peer on another machine has named and only that machine can reach. */
  dial(addresses: readonly string[], by?: PeerId): void
  /** Where others may reach this node, as far as it can tell. */
  addresses(): readonly string[]
  /** Sends what is queued, in frames of many messages. Called once at the end of a turn. */
  flush(): void
  /** True once every listed address has been reached or given up and, if one accepts TCP, a peer is meshed. */
  ready(): boolean
  /** Sends what is queued, closes every connection, frees the port last. */
  stop(): Promise<void>
}
