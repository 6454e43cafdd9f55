// All that can happen to a node. The driver and the simulator make these; nothing else reaches core.
import type { PeerId, PlayerId, SessionId, SocketId } from '../../protocol/ids.ts'
import type { MeshMessage, Snapshot } from '../../protocol/mesh.ts'
import type { OperatorCommand } from '../../protocol/operator.ts'
import type { ToNode } from '../../protocol/player.ts'
import type { FoundFile, SavedAs, Timer } from './effect.ts'

/** A node's sign of life on a disk: where it is reached, and how many sessions that go on it knows of. */
export interface Sign {
  readonly peer: PeerId
  readonly addresses: readonly string[]
  readonly sessions: number
  /** It is about to go, and begins nothing but what it can give to somebody. */
  readonly leaving?: boolean | undefined
}

export type Event =
  | { readonly kind: 'start' }
  // mesh
  /** An authenticated connection to a peer that speaks our protocol. Comes again after `peer-down`. `address`: where
   *  others may dial it. */
  | { readonly kind: 'peer-up'; readonly peer: PeerId; readonly address?: string }
  /** No connection any more. Says nothing about the peer's life. */
  | { readonly kind: 'peer-down'; readonly peer: PeerId }
  /** The connection broke and the address refused to be redialled. Final. */
  | { readonly kind: 'peer-dead'; readonly peer: PeerId }
  /** Whether anybody has ever answered who is to be asked for peers. Told only where nobody has for a while, and once
   *  somebody has. */
  | { readonly kind: 'discovery'; readonly answered: boolean }
  | { readonly kind: 'message'; readonly from: PeerId; readonly message: MeshMessage }
  // players; the gateway has verified the token
  | { readonly kind: 'socket-open'; readonly socket: SocketId; readonly player: PlayerId; readonly name: string }
  | {
      readonly kind: 'socket-message'
      readonly socket: SocketId
      readonly message: Exclude<ToNode, { kind: 'auth' | 'ping' }>
      /** With a create: 32-bit words of the system's chance, for what must not be guessed. */
      readonly chance?: readonly number[]
    }
  | { readonly kind: 'socket-closed'; readonly socket: SocketId }
  // the disk; `error` is null where all is well
  | {
      readonly kind: 'written'
      readonly session: SessionId
      readonly file: string
      readonly as: SavedAs
      readonly error: string | null
    }
  /** `absent`: it is not on this disk, or no more. */
  | { readonly kind: 'marked'; readonly file: string; readonly error: string | null; readonly absent: boolean }
  /** All that is on the disk now and may be resumed. */
  | { readonly kind: 'found'; readonly files: readonly FoundFile[] }
  /** The signs of other nodes on the disk that live: they changed while this one looked. */
  | { readonly kind: 'signs'; readonly living: readonly Sign[] }
  /** Of what was parked: this process alone has the file, or nothing. `bytes` null: another has it, or nobody can read
   *  it. */
  | { readonly kind: 'taken'; readonly file: FoundFile; readonly bytes: Snapshot | null }
  // the process
  | { readonly kind: 'timer'; readonly timer: Timer }
  /** End of a turn of the event loop: what was gathered in it is now sent. */
  | { readonly kind: 'flush' }
  /** Share of time the event loop was busy, 0 to 1. */
  | { readonly kind: 'busy'; readonly share: number }
  /** Share of the process's memory that is in use, 0 to 1: of its heap or of its container, whichever is fuller. */
  | { readonly kind: 'memory'; readonly share: number }
  /** SIGTERM or SIGINT: the process will be killed, so it is not taken back. */
  | { readonly kind: 'drain' }
  /** Answered at once, by the effect `answer`. */
  | { readonly kind: 'operate'; readonly command: OperatorCommand }
