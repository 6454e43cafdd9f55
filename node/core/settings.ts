// What a node's behaviour is set to. config.ts reads these from the environment; the simulator draws them from its
// seed.
import type { PeerId } from '../../protocol/ids.ts'

export interface Settings {
  readonly me: PeerId
  readonly release: string
  /** Swarm's task slot; empty where there is none. */
  readonly slot: string
  readonly host: string
  readonly address: string
  /** Milliseconds since 1970, to tell which of two nodes is the older. */
  readonly startedAt: number
  /** K: nodes that hold a session besides its owner, 0 to 3. */
  readonly backups: number
  /** A peer that echoes nothing for so long is suspected. */
  readonly suspectAfterMs: number
  /** From SIGTERM until the node gives up what it could not move. */
  readonly drainDeadlineMs: number
  /** A mesh in which nobody has come or gone for so long evens its load out; 0: never. */
  readonly rebalanceAfterMs: number
  /** Differences in load below this are let be; 2 or more. */
  readonly rebalanceGap: number
  /** A session whose voters are silent for so long goes on with those who are left, which may fork it; 0: never. */
  readonly forceAfterMs: number
  /** A player whom no socket has shown for so long is away; 0: nobody ever is. */
  readonly awayAfterMs: number
  /** There is a disk to park sessions on. */
  readonly parks: boolean
  /** A session that changes is copied to that disk so often; 0: never. */
  readonly checkpointEveryMs: number
  /** Of sessions that only disks know of, others may know more: they are waited for so long. */
  readonly coldAfterMs: number
  /** A node whom nobody answers that is to be asked for peers is not ready before this. */
  readonly aloneAfterMs: number
  /** An operator says that this node may be the only one. */
  readonly mayBeAlone: boolean
  /** So long a leaving node without peers waits for one before it parks its sessions. */
  readonly parkAfterMs: number
  /** And so long it stays for one that comes later yet, if it has parked any. */
  readonly successorWaitMs: number
  /** Sessions that a draining node has sealed at one time. */
  readonly handoffWindow: number
  /** Share of its memory above which a node takes no more sessions where others can, 0 to 1. */
  readonly memoryFullAt: number
  /** Sessions that a player may have made and nobody has begun; 0: any number. */
  readonly lobbiesMax: number
  /** Sessions that are not over in which a player may have a seat; 0: any number. */
  readonly gamesMax: number
  /** Start of the node's generator, a 32-bit integer. */
  readonly seed: number
}
