// All that a node wants done. Effects of one call are performed in order; none of them answers.
import type { Epoch, PeerId, SessionId, SocketId, Version } from '../../protocol/ids.ts'
import type { MeshMessage, Moved, Room, Snapshot } from '../../protocol/mesh.ts'
import type { Outcome } from '../../protocol/operator.ts'
import type { ToPlayer } from '../../protocol/player.ts'
import type { GameCall } from './game.ts'

/** Carries what it was for; a stale one is a no-op, so none is ever cancelled. */
export type Timer =
  /** Membership: ping, status, suspicion. */
  | { readonly kind: 'beat' }
  /** Sessions that wait for something look again. */
  | { readonly kind: 'tick' }
  /** Rank r's turn to claim. */
  | { readonly kind: 'claim'; readonly session: SessionId; readonly epoch: Epoch }
  /** The game's clock. */
  | { readonly kind: 'clock'; readonly session: SessionId; readonly epoch: Epoch; readonly set: number }
  /** What no message reminds of. */
  | { readonly kind: 'sweep' }
  | { readonly kind: 'drain-deadline' }

/** Of what a player may have at one time. */
export type Limit = 'player-lobbies' | 'player-games'

/** Something worth counting or tracing; it changes nothing. */
export type Note =
  /** Input that is late, repeated or of a lower epoch: normal on a network. */
  | { readonly name: 'stale'; readonly what: string; readonly session: SessionId; readonly from: PeerId }
  | { readonly name: 'sealed'; readonly session: SessionId; readonly epoch: Epoch }
  /** This node runs the session from here on. */
  | {
      readonly name: 'activated'
      readonly session: SessionId
      readonly epoch: Epoch
      readonly version: Version
      readonly planned: boolean
    }
  | { readonly name: 'moved'; readonly moved: Moved }
  | { readonly name: 'takeover'; readonly session: SessionId; readonly epoch: Epoch }
  | {
      readonly name: 'quarantined'
      readonly session: SessionId
      readonly epoch: Epoch
      readonly bytes: Snapshot
      readonly error: string
    }
  /** A function of the game threw: a bug of the game. The state is as it was. `times`: since it was told of the last
   *  time. */
  | {
      readonly name: 'game-failed'
      readonly session: SessionId | null
      readonly what: GameCall
      readonly times: number
      readonly error: string
    }
  /** A bug of ours: the session is fenced on this node and nothing of it is acknowledged any more. */
  | { readonly name: 'invariant'; readonly session: SessionId | null; readonly error: string }
  | { readonly name: 'draining'; readonly sessions: number }
  /** A newer node of the same slot has been there for long: this one begins and takes nothing any more. */
  | { readonly name: 'superseded'; readonly slot: string }
  /** So many players were asked to connect again, since other nodes have fewer. */
  | { readonly name: 'spread'; readonly sockets: number }
  /** How much memory is left for sessions has changed. */
  | { readonly name: 'memory'; readonly room: Room; readonly share: number }
  /** Sessions whose owner is gone, and that nobody has room to run: their copies stay here, and they go on once there
   *  is some. */
  | { readonly name: 'put-off'; readonly sessions: readonly SessionId[] }
  /** The drain was taken back. */
  | { readonly name: 'stays'; readonly sessions: number }
  /** Of the sessions that moved: their pauses, and when the last of them ran again, since the drain began.
   *  Milliseconds. */
  | {
      readonly name: 'drained'
      readonly moved: number
      readonly pauseMsMedian: number
      readonly pauseMs99: number
      readonly pauseMsMax: number
      readonly lastMovedMs: number
    }
  /** At DRAIN_DEADLINE: what kept the node. Sessions it has a part in, that nobody answered for, whose outcome it does
   *  not know, and files of parked ones that are not done. */
  | {
      readonly name: 'late'
      readonly members: number
      readonly unanswered: number
      readonly unresolved: number
      readonly unsaved: number
    }
  /** At DRAIN_DEADLINE: these sessions found no other node. */
  | { readonly name: 'lost'; readonly sessions: readonly SessionId[] }
  /** The session waits on the disk for the next start. */
  | { readonly name: 'parked'; readonly session: SessionId; readonly file: string }
  /** `promised`: it was parked; else it goes on from a copy that may be old. */
  | {
      readonly name: 'resumed'
      readonly session: SessionId
      readonly from: SessionId
      readonly file: string
      readonly promised: boolean
    }
  /** It was resumed, and does not begin here: others may from the file. */
  | { readonly name: 'given-back'; readonly session: SessionId; readonly file: string }
  /** Without a quorum `session` began from what this node holds of `from`, at its epoch and version. */
  | {
      readonly name: 'forced'
      readonly session: SessionId
      readonly from: SessionId
      readonly epoch: Epoch
      readonly version: Version
    }
  /** It ended because another incarnation of it, `to`, was found to go on. `lost`: versions that it had made since they
   *  parted, where known. */
  | {
      readonly name: 'yielded'
      readonly session: SessionId
      readonly epoch: Epoch
      readonly to: SessionId
      readonly lost: number | null
    }
  /** On the disk there are signs of life of a mesh that this node does not reach: until it does, it begins nothing from
   *  a file. */
  | { readonly name: 'mesh-awaited'; readonly peers: readonly PeerId[]; readonly addresses: readonly string[] }
  /** It is reached, or has gone. */
  | { readonly name: 'mesh-found' }
  /** A file went, and why. `old`: no node of this mesh knows its session, and none has asked for it for long. */
  | {
      readonly name: 'removed'
      readonly session: SessionId
      readonly file: string
      readonly why: 'ended' | 'superseded' | 'old'
    }
  /** The disk is full or refuses: the file is not there, and is tried again while there is time. */
  | { readonly name: 'unwritten'; readonly file: string; readonly as: SavedAs; readonly error: string }
  /** The session is parked, and its file could not be made to say so: it is tried again. */
  | { readonly name: 'unmarked'; readonly file: string; readonly error: string }
  /** A player was refused more of what they have. */
  | { readonly name: 'refused'; readonly limit: Limit }
  /** Nobody has ever answered who is to be asked for peers; and somebody has after all. */
  | { readonly name: 'unanswered' | 'answered' }
  /** The disk is too slow for the copies: so many sessions have changes that are on no disk, the oldest for so long. */
  | { readonly name: 'checkpoints-late'; readonly sessions: number; readonly oldestMs: number }
  | { readonly name: 'checkpoints-in-time' }
  /** `left`: it said goodbye; `dead`: it did not. */
  | { readonly name: 'suspect' | 'trust' | 'left' | 'dead'; readonly peer: PeerId }

/** A session on its way to the disk. */
export interface Saving {
  readonly file: string
  readonly session: SessionId
  readonly epoch: Epoch
  readonly version: Version
  readonly bytes: Snapshot
}

/** `parking`: its session is about to end in it. `unsure`: others may go on with the session. `checkpoint`: its session
 *  goes on. */
export type SavedAs = 'parking' | 'unsure' | 'checkpoint'

/** `parked`: whoever takes it may resume its session. `taken`: somebody has; from then on it is a copy like all
 *  others. */
export type FileKind = SavedAs | 'parked' | 'taken'

export interface FoundFile {
  readonly file: string
  readonly kind: FileKind
  readonly session: SessionId
  readonly epoch: Epoch
  readonly version: Version
  /** What players had done by then (protocol/inputs.ts). */
  readonly inputs: number
  /** Milliseconds since 1970, by the clock of who wrote it. */
  readonly savedAt: number
  /** Milliseconds since it was last written or renamed, by the clock of who looks: no more than a hint, for clocks
   *  jump. Below 0 where the file's time is yet to come. */
  readonly idleMs: number
}

export type Effect =
  /** To one peer; may be lost, repeated or late. */
  | { readonly kind: 'send'; readonly to: PeerId; readonly message: MeshMessage }
  /** To all peers. */
  | { readonly kind: 'gossip'; readonly message: MeshMessage }
  /** Peers may be at these addresses, `host:port` each. Whoever answers there as a peer is told of by `peer-up`; nobody
   *  may. `by`: the peer that has named them. */
  | { readonly kind: 'dial'; readonly addresses: readonly string[]; readonly by?: PeerId }
  /** `afterMs` from now, hand `timer` back. */
  | { readonly kind: 'timer'; readonly afterMs: number; readonly timer: Timer }
  /** To a player. An ack, welcome or update only after every backup holds what it tells [E1]. */
  | { readonly kind: 'reply'; readonly socket: SocketId; readonly message: ToPlayer }
  | { readonly kind: 'close'; readonly socket: SocketId; readonly reason: string }
  /** The drain is over: `ok` says that every session has moved [E8]. Send `bye`, then leave. */
  | { readonly kind: 'exit'; readonly ok: boolean }
  | { readonly kind: 'note'; readonly note: Note }
  /** To the operator whose command this event was. */
  | { readonly kind: 'answer'; readonly outcome: Outcome }
  // the disk
  /** Answered by `written`, once it would outlive the machine. */
  | { readonly kind: 'write'; readonly saving: Saving; readonly as: SavedAs }
  /** What was written is decided: whoever finds it may resume it. Answered by `marked`. */
  | { readonly kind: 'mark'; readonly file: string }
  /** What was written will not be needed. */
  | { readonly kind: 'discard'; readonly file: string; readonly as: FileKind }
  /** To resume it: answered by `taken`. What is not parked stays what it is. */
  | { readonly kind: 'take'; readonly file: FoundFile }
  /** It was taken, and is not resumed here: another may. */
  | { readonly kind: 'put-back'; readonly file: string }

/** What a disk is asked to do. */
export type DiskEffect = Extract<Effect, { kind: 'write' | 'mark' | 'discard' | 'take' | 'put-back' }>
