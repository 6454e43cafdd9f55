// What disks hold of sessions that nobody runs, as far as this node has seen or been told.
import type { PeerId, SessionId } from '../../../protocol/ids.ts'
import type { Saved } from '../../../protocol/mesh.ts'
import type { FoundFile } from '../effect.ts'

/** The file that counts, since when one of the session was seen, and of each incarnation the latest. */
interface Orphan {
  readonly file: FoundFile
  readonly since: number
  readonly incarnations: readonly FoundFile[]
}

/** What disks hold of sessions that nobody runs, by their first incarnation. */
export class Orphans {
  readonly own = new Map<SessionId, Orphan>()
  /** Since when this node has looked at a file. */
  readonly lookedAt = new Map<string, number>()
  /** Files that this node could not read: it leaves them to a newer release. */
  readonly unreadable = new Set<string>()
  /** By session, each incarnation. */
  readonly told = new Map<PeerId, Map<SessionId, Map<SessionId, { readonly saved: Saved; readonly at: number }>>>()
}
