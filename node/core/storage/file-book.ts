// What this node has under way with files on its disk. Each map is by the file's name, but for `parking`.
import type { Epoch, SessionId } from '../../../protocol/ids.ts'
import type { FoundFile } from '../effect.ts'
import type { Marking } from './entrusted.ts'

export class FileBook {
  /** Sessions that are on their way to the disk, at the epoch that would end so. */
  readonly parking = new Map<SessionId, { readonly epoch: Epoch; readonly file: string; readonly written: boolean }>()
  /** Files of this node that wait for whoever takes them, while it stays for who comes late; and from when on it takes
   *  them itself. */
  readonly parked = new Map<string, number>()
  /** Files whose sessions are parked, and that do not say so yet. */
  readonly marking = new Map<string, Marking>()
  /** Copies that are on their way to the disk, of sessions whose files are not there. */
  readonly saving = new Set<string>()
  /** Files that this node would resume a session from, and has not got yet, and as what. */
  readonly taking = new Map<string, { readonly file: FoundFile; readonly incarnation: SessionId }>()
}
