// Which of a session's files counts, and which may go.
//
// A file may be the only one that holds its session, so it goes only where what it holds is in a newer file, or its session was seen to end;
// and of a session that no node of this mesh knows, which is no orphan (cold.ts), after a week. Clocks jump, so that week alone is not
// believed: this node must have looked at the file for an hour by its own time. Every removal is told.
import type { SessionId } from '../../protocol/ids.ts'
import { compareIncarnations, incarnationOf, nextIncarnation } from '../../protocol/incarnation.ts'
import type { Saved } from '../../protocol/mesh.ts'
import { isOrphan } from './cold.ts'
import type { Context } from './context.ts'
import type { FoundFile, Note } from './effect.ts'

const HOUR_MS = 3_600_000
/** Whoever missed a session for so long has come to ask by now. */
const OLD_MS = 7 * 24 * HOUR_MS

type Why = Extract<Note, { name: 'removed' }>['why']

export const savedOf = ({ session, epoch, version }: FoundFile): Saved => [session, epoch, version]

/** Positive where `a` is of a later life, or of a later state of the same one. */
export function compareSaved(a: Saved, b: Saved): number {
  return compareIncarnations(a[0], b[0]) || a[1] - b[1] || a[2] - b[2]
}

/** Of each session the newest file; older ones, and those of sessions that have ended, go. */
export function newest(ctx: Context, files: readonly FoundFile[]): FoundFile[] {
  const best = new Map<SessionId, FoundFile>()
  for (const file of files) {
    const end = file.kind === 'taken' ? ctx.directory.lastLife(file.session) : file.session
    if (hasEnded(ctx, end)) {
      remove(ctx, file, 'ended')
      continue
    }
    const { id } = incarnationOf(file.session)
    const other = best.get(id)
    const isNewer = !other || compareSaved(savedOf(file), savedOf(other)) > 0
    if (isNewer) best.set(id, file)
    // Of two lives the earlier may yet be the one that goes on.
    if (other?.session !== file.session) continue
    const older = isNewer ? other : file
    if (older.kind === 'checkpoint') remove(ctx, older, 'superseded')
  }
  return [...best.values()]
}

/** It has ended, and nothing of it goes on: neither from a file nor as an earlier life. */
function hasEnded(ctx: Context, session: SessionId): boolean {
  const config = ctx.directory.config(session)
  return config?.owner === null && config.parked === undefined && !config.yielded
}

/** With each look at the disk. @returns what stays. */
export function removeOld(ctx: Context, files: readonly FoundFile[]): FoundFile[] {
  const { lookedAt } = ctx.orphans
  const before = new Map(lookedAt)
  lookedAt.clear()
  return files.filter(file => {
    const name = `${file.file} ${file.kind}`
    const since = before.get(name) ?? ctx.now
    lookedAt.set(name, since)
    const isOld = file.idleMs >= OLD_MS && ctx.now - since >= HOUR_MS && isOfNobody(ctx, file)
    if (isOld) remove(ctx, file, 'old')
    return !isOld
  })
}

/** Neither known here, nor unread, nor one that somebody would begin. */
function isOfNobody(ctx: Context, file: FoundFile): boolean {
  if (ctx.quarantine.has(nextIncarnation(file.session, ctx.me))) return false
  return !ctx.directory.knowsALife(file.session) && !isOrphan(ctx, file)
}

function remove(ctx: Context, { session, file, kind }: FoundFile, why: Why): void {
  if (kind === 'parked') return
  ctx.discard(file, kind)
  ctx.note({ name: 'removed', session, file, why })
}
