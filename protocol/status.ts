// What a node tells the others of itself.
import type { PeerId, SessionId } from './ids.ts'

/** `little`: it begins no session, and takes others' only where nobody has more. `none`: it takes none. */
export type Room = 'plenty' | 'little' | 'none'

/** A node, as it describes itself. Gossiped every second and on change. */
export interface Status {
  readonly peer: PeerId
  readonly release: string
  /** Swarm's task slot, or empty. */
  readonly slot: string
  /** Deploys this slot has seen: one more than the node it came to replace. */
  readonly generation: number
  readonly startedAt: number
  /** How long ago the first node started of the unbroken chain of those that met, up to this one: the mesh is at least
   *  as old. Not a date, since clocks of hosts differ. */
  readonly meshAgeMs: number
  readonly host: string
  /** Where players and operators reach it, for people. */
  readonly address: string
  /** Sessions owned, plus how busy the event loop is. */
  readonly load: number
  readonly sessions: number
  /** Players' sockets at this node's gateway that have shown a good token. */
  readonly players: number
  readonly draining: boolean
  /** Takes nothing new, by an operator's word or since it is superseded. */
  readonly cordoned: boolean
  /** A newer node of its slot has been there for long, and this one was never told to leave. */
  readonly superseded?: boolean
  /** Snapshot schemas it can read, by game. */
  readonly schemas: Readonly<Record<string, readonly number[]>>
  /** How much memory it has left for sessions. Absent: plenty. */
  readonly room?: Exclude<Room, 'plenty'>
  /** Sessions that a bug has stopped here: of them the node will never say anything again, as after a goodbye. Absent
   *  where there are none. */
  readonly fenced?: readonly SessionId[]
  /** Sum over its directory: two nodes with the same sum know the same. */
  readonly directory: number
  /** Orders the statuses of one node. */
  readonly beat: number
  /** To whom it is connected, and at which `host:port`; in some of its statuses. */
  readonly peers?: readonly (readonly [PeerId, string])[]
}
