// Which copies of the sessions that run here are on the disk, or on their way to it.
import type { SessionId } from '../../../protocol/ids.ts'

interface Checkpoint {
  readonly epoch: number
  readonly version: number
  readonly file: string | null
  /** The file that goes when `file` is there. */
  readonly before: string | null
  readonly at: number
  /** Bytes that are on their way to the disk; null: none. */
  readonly writing: number | null
}

/** Of the sessions that this node runs. */
export class Checkpoints {
  /** The newest copy of each. */
  readonly newest = new Map<SessionId, Checkpoint>()
  /** Those of which something confirmed is not on the disk, and since when, as a sweep has seen it. */
  readonly unsaved = new Map<SessionId, number>()
  /** Of these, whose time has come, as of the last sweep: the oldest last. */
  due: SessionId[] = []
  writing = 0
  writingBytes = 0
  /** The last one was refused: that is told once, and not of each. */
  failing = false
  /** When it was last told that copies are late; null: they are not. */
  toldAt: number | null = null
}
