// What crosses the mesh. Gossiped: status, offer, decided, about, moved, files. All others go to one peer. SPEC.md,
// part M.
import type { Ballot, Configuration } from './configuration.ts'
import type { ClientId, Code, Epoch, PeerId, PlayerId, SessionId, SocketId, Version } from './ids.ts'
import type { Forked, FromCopy, FromPark } from './incarnation.ts'
import type { PlayerInput, ToPlayer } from './player.ts'
import type { Status } from './status.ts'

export type { Room, Status } from './status.ts'

/** What the directory tells of a session besides its configuration, as of a confirmed version. */
export interface About {
  readonly session: SessionId
  readonly epoch: Epoch
  readonly version: Version
  readonly code: Code
  /** The create that it answers: the maker's player and the client's own key. */
  readonly maker: PlayerId
  readonly key: ClientId
  readonly players: readonly { readonly player: PlayerId; readonly name: string }[]
  readonly over: boolean
  readonly lobby?: true
  readonly fromCopy?: FromCopy
  readonly fromPark?: FromPark
  /** The incarnation that it left without a quorum. */
  readonly forcedFrom?: SessionId
}

/** A file of a session that some node sees: its name over its incarnations, which of its states the file holds, and how
 *  much players had done by then (inputs.ts). */
export type Saved = readonly [SessionId, Epoch, Version, inputs?: number]

/** A finished move of a session, measured by the node that gave it up, on its own clock. */
export interface Moved {
  readonly session: SessionId
  readonly from: PeerId
  readonly to: PeerId
  readonly epoch: Epoch
  /** From the seal until the new owner's `owned` came back: no less than what a player can notice. */
  readonly pauseMs: number
  readonly planned: boolean
}

/** Where a player's input came in, so that the answer finds its way back. */
export interface Origin {
  readonly gateway: PeerId
  readonly socket: SocketId
  readonly player: PlayerId
  readonly name: string
  /** Of the hello this socket has said; empty before. */
  readonly client: ClientId
}

/** An encoded session (protocol/snapshot.ts). */
export type Snapshot = Uint8Array

/** Bytes [at, at + remove) of the version before, replaced by `insert`. */
export interface Delta {
  readonly at: number
  readonly remove: number
  readonly insert: Uint8Array
}

export type MeshMessage =
  // membership
  | { readonly kind: 'status'; readonly status: Status }
  | { readonly kind: 'ping'; readonly n: number }
  | { readonly kind: 'pong'; readonly n: number }
  /** The sender has stopped for good: it is a member of nothing and will answer nothing. */
  | { readonly kind: 'bye' }
  // directory
  /** All that the sender knows, in parts: session, epoch, and the version its About is from; `last` of the parts. */
  | {
      readonly kind: 'digest'
      readonly entries: readonly (readonly [SessionId, Epoch, Version])[]
      readonly last: boolean
      /** The sender misses the receiver's own digest. */
      readonly ask: boolean
    }
  | { readonly kind: 'want'; readonly sessions: readonly SessionId[] }
  | { readonly kind: 'about'; readonly about: About }
  | { readonly kind: 'moved'; readonly moved: readonly Moved[] }
  /** Of the sessions that no node it knows of runs: of each incarnation the newest file that the sender sees. */
  | { readonly kind: 'files'; readonly files: readonly Saved[] }
  // incarnations
  /** To the owner of `session`, by that of a later incarnation: does it still acknowledge anything? `forked`: of one
   *  that was forced. `inputs`: what the later incarnation has acknowledged (inputs.ts). */
  | {
      readonly kind: 'ask-alive'
      readonly session: SessionId
      readonly incarnation: SessionId
      readonly forked?: Forked
      readonly inputs?: number
    }
  /** It has just acknowledged something, and these inputs. */
  | { readonly kind: 'alive'; readonly session: SessionId; readonly incarnation: SessionId; readonly inputs?: number }
  // epochs
  | { readonly kind: 'append'; readonly config: Configuration; readonly version: Version; readonly state: Snapshot }
  | {
      readonly kind: 'append-delta'
      readonly session: SessionId
      readonly epoch: Epoch
      readonly version: Version
      readonly delta: Delta
    }
  /** `begun`: the sender has just learnt of the epoch, and holds the state that this ballot's proposer had for it. */
  | {
      readonly kind: 'confirm'
      readonly session: SessionId
      readonly epoch: Epoch
      readonly version: Version
      readonly begun?: { readonly config: Configuration; readonly ballot: Ballot }
    }
  | {
      readonly kind: 'hold'
      readonly config: Configuration
      readonly ballot: Ballot
      readonly next: Configuration
      readonly version: Version
      readonly state: Snapshot
    }
  /** `able`: the sender has loaded the state, and could run it. `version`: what it holds, -1 for nothing. */
  | {
      readonly kind: 'held'
      readonly session: SessionId
      readonly epoch: Epoch
      readonly ballot: Ballot
      readonly version: Version
      readonly canLoad: boolean
    }
  | { readonly kind: 'prepare'; readonly config: Configuration; readonly ballot: Ballot }
  | {
      readonly kind: 'promise'
      readonly session: SessionId
      readonly epoch: Epoch
      readonly ballot: Ballot
      readonly accepted: { readonly ballot: Ballot; readonly next: Configuration } | null
    }
  | { readonly kind: 'accept'; readonly config: Configuration; readonly ballot: Ballot; readonly next: Configuration }
  | { readonly kind: 'accepted'; readonly session: SessionId; readonly epoch: Epoch; readonly ballot: Ballot }
  | { readonly kind: 'nack'; readonly session: SessionId; readonly epoch: Epoch; readonly promised: Ballot }
  | { readonly kind: 'decided'; readonly config: Configuration }
  | { readonly kind: 'owned'; readonly config: Configuration }
  // handoff
  /** `state` is null above OFFERED_SNAPSHOT_BYTES_MAX: who claims such a session is sent a hold. `schema` says who can
   *  read it. */
  | {
      readonly kind: 'offer'
      readonly config: Configuration
      readonly version: Version
      readonly game: string
      readonly schema: number
      readonly state: Snapshot | null
    }
  /** `version`: what the sender holds and has loaded, -1 for nothing. */
  | { readonly kind: 'claim'; readonly session: SessionId; readonly epoch: Epoch; readonly version: Version }
  /** The sender cannot load the session as it was given it, in this schema (null: it cannot even tell); bytes and error
   *  are kept there. */
  | {
      readonly kind: 'decline'
      readonly session: SessionId
      readonly epoch: Epoch
      readonly schema: number | null
      readonly text: string
    }
  // players
  /** A player's input on its way to the owner; `hops` more nodes may pass it on. */
  | {
      readonly kind: 'route'
      readonly session: SessionId
      readonly origin: Origin
      readonly input: PlayerInput
      readonly hops: number
    }
  /** A gateway asks the new owner for updates of a seat whose socket it holds; the owner may learn from it that it
   *  is. */
  | { readonly kind: 'attach'; readonly config: Configuration; readonly origin: Origin }
  | { readonly kind: 'detach'; readonly session: SessionId; readonly origin: Origin }
  /** For sockets of the receiver. */
  | { readonly kind: 'deliver'; readonly sockets: readonly SocketId[]; readonly message: ToPlayer }

export type MeshKind = MeshMessage['kind']
export const MESH_KINDS: ReadonlySet<MeshKind> = new Set<MeshKind>([
  'status',
  'ping',
  'pong',
  'bye',
  'digest',
  'want',
  'about',
  'moved',
  'files',
  'ask-alive',
  'alive',
  'append',
  'append-delta',
  'confirm',
  'hold',
  'held',
  'prepare',
  'promise',
  'accept',
  'accepted',
  'nack',
  'decided',
  'owned',
  'offer',
  'claim',
  'decline',
  'route',
  'attach',
  'detach',
  'deliver',
])
