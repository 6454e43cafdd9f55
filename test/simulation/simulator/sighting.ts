// All that a checker can see of a world: what nodes say, hear, run, hold and tell, what players are shown, who lives
// and dies. Plain data, so that a test can make up a world that breaks a rule.

import type { Note } from '../../../node/core/effect.ts'
import type { SessionState } from '../../../node/core/session/state.ts'
import type { Configuration } from '../../../protocol/configuration.ts'
import type { PlayerErrorCode, Refusal } from '../../../protocol/errors.ts'
import type { ClientId, Epoch, PeerId, PlayerId, Seq, SessionId, Version } from '../../../protocol/ids.ts'
import type { MeshMessage, Snapshot } from '../../../protocol/mesh.ts'
import type { ToPlayer } from '../../../protocol/player.ts'

export type Sighting =
  // nodes
  /** `to` null: gossip. */
  | { readonly kind: 'sent'; readonly from: PeerId; readonly to: PeerId | null; readonly message: MeshMessage }
  | { readonly kind: 'received'; readonly from: PeerId; readonly by: PeerId; readonly message: MeshMessage }
  /** An owner has made a version, or begins with one. */
  | {
      readonly kind: 'runs'
      readonly peer: PeerId
      readonly config: Configuration
      readonly version: Version
      readonly state: SessionState
    }
  /** A backup has received a version at this epoch. */
  | {
      readonly kind: 'holds'
      readonly peer: PeerId
      readonly config: Configuration
      readonly version: Version
      readonly bytes: Snapshot
    }
  /** An owner tells a player of the session's version `of`, or might: by this number of the seat's. */
  | {
      readonly kind: 'vouches'
      readonly peer: PeerId
      readonly session: SessionId
      readonly epoch: Epoch
      readonly player: PlayerId
      readonly version: Version
      readonly of: Version
    }
  /** It has no part in the session any more; at `epoch` it still had. */
  | { readonly kind: 'parted'; readonly peer: PeerId; readonly session: SessionId; readonly epoch: Epoch }
  | { readonly kind: 'note'; readonly peer: PeerId; readonly note: Note }
  /** A gateway hands a message to a socket. */
  | { readonly kind: 'told'; readonly by: PeerId; readonly player: PlayerId; readonly message: ToPlayer }
  /** `peer` begins an incarnation from a file while `other`, whose sign of life it sees, and which it does not reach,
   *  runs one. */
  | {
      readonly kind: 'beside'
      readonly peer: PeerId
      readonly session: SessionId
      readonly other: PeerId
      readonly runs: SessionId
    }
  // processes
  /** `reads`: the schemas of its game. */
  | {
      readonly kind: 'born'
      readonly peer: PeerId
      readonly slot: string
      readonly release: string
      readonly reads: readonly number[]
    }
  | { readonly kind: 'draining'; readonly peer: PeerId; readonly cancelled: boolean }
  /** It has said that it is done; `ok` as in the effect. */
  | { readonly kind: 'exited'; readonly peer: PeerId; readonly ok: boolean }
  | { readonly kind: 'died'; readonly peer: PeerId; readonly seen: boolean }
  // players
  /** A player wants something done: `body` is the client's own `n`-th command. */
  | {
      readonly kind: 'issued'
      readonly player: PlayerId
      readonly client: ClientId
      readonly session: SessionId
      readonly n: number
      readonly body: unknown
    }
  /** A player's screen changes. */
  | {
      readonly kind: 'shown'
      readonly player: PlayerId
      readonly client: ClientId
      readonly session: SessionId
      readonly epoch: Epoch
      readonly version: Version
      readonly view: unknown
    }
  /** A client knows that its own `n`-th command is applied. */
  | {
      readonly kind: 'confirmed'
      readonly player: PlayerId
      readonly client: ClientId
      readonly session: SessionId
      readonly n: number
      readonly seq: Seq
      readonly refusal: Refusal | null
      readonly told: 'ack' | 'implied'
    }
  /** A client gives a command of its own up. */
  | {
      readonly kind: 'dropped'
      readonly player: PlayerId
      readonly client: ClientId
      readonly n: number
      readonly code: PlayerErrorCode
    }
  /** A client has been told what cannot be. */
  | { readonly kind: 'broken'; readonly player: PlayerId; readonly text: string }
  /** A client holds its seat from here on. */
  | { readonly kind: 'entered'; readonly player: PlayerId; readonly client: ClientId; readonly session: SessionId }
  // the world
  /** No more faults: from here on everything has to come right. */
  | { readonly kind: 'healed' }

export type SightingOf<K extends Sighting['kind']> = Extract<Sighting, { kind: K }>
