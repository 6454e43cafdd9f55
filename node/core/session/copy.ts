// Copies of a session's state, in the forms in which nodes hand them on.
import type { Version } from '../../../protocol/ids.ts'
import type { Snapshot } from '../../../protocol/mesh.ts'

/** A session's state as it travels and as a backup keeps it: opaque bytes. */
export interface Copy {
  readonly version: Version
  readonly bytes: Snapshot
}

/** A copy that this node wrote itself. */
export interface Written extends Copy {
  readonly schema: number
}

/** A copy to hand on. `schema` null: this node cannot read it, and hands on the bytes that it has. */
export interface Final extends Copy {
  readonly schema: number | null
}
