// Which of a session's files counts, and which may go.
//
// Of one incarnation the latest state counts: all that was acknowledged at an epoch is in the next one's start. Of
// several incarnations, which may have gone on beside each other, the one that holds more that players did, and where
// they hold as much, the later. What a file's ending says decides only between files of one state. So all who see the
// same files choose the same one. A file may be the only one that holds its session, so it goes only where what it
// holds is in a newer file, or its session was seen to end; and of a session that no node of this mesh knows, which
// none would begin (cold.ts), after a week. Clocks jump, so that week alone is not believed: this node must have looked
// at the file for an hour by its own time. Every removal is told.
import type { SessionId } from '../../../protocol/ids.ts'
import { compareIncarnations, incarnationOf } from '../../../protocol/incarnation.ts'
import type { Saved } from '../../../protocol/mesh.ts'
import type { Context } from '../context.ts'
import type { FileKind, FoundFile, Note } from '../effect.ts'
import { claimOn } from './claim.ts'
import { savedOf } from './saved.ts'

const HOUR_MS = 3_600_000

/** Whoever missed a session for so long has come to ask by now. */
const OLD_MS = 7 * 24 * HOUR_MS

/** Of one state, what says more: an end that was decided, then what somebody went on from. */
const RANK: Readonly<Record<FileKind, number>> = { parked: 4, taken: 3, checkpoint: 2, parking: 1, unsure: 0 }

type Why = Extract<Note, { name: 'removed' }>['why']

const compareStates = (a: Saved, b: Saved): number => a[1] - b[1] || a[2] - b[2]

const compareByInputs = (a: Saved, b: Saved): number => (a[3] ?? -1) - (b[3] ?? -1) || compareIncarnations(a[0], b[0])

/** Of each incarnation the latest state, and of these the one that counts. */
export function choose(saved: readonly Saved[]): Saved | undefined {
  const latest = new Map<SessionId, Saved>()
  for (const one of saved) {
    const other = latest.get(one[0])
    if (!other || compareStates(one, other) > 0) latest.set(one[0], one)
  }
  return [...latest.values()].sort(compareByInputs).at(-1)
}

/** What this node sees of each session, by its first incarnation: of each incarnation the latest file, and first the
 *  one that counts. What is not needed goes. */
export function survey(ctx: Context, files: readonly FoundFile[]): ReadonlyMap<SessionId, readonly FoundFile[]> {
  const latest = new Map<SessionId, FoundFile>()
  for (const file of removeOld(ctx, files)) {
    if (isOverEverywhere(ctx, file.session)) {
      remove(ctx, file, 'ended')
      continue
    }
    const other = latest.get(file.session)
    const [newer, older] = !other || compareFiles(file, other) > 0 ? [file, other] : [other, file]
    latest.set(file.session, newer)
    // A file on its way to be parked may yet be discarded.
    if (older?.kind === 'checkpoint' && stays(newer)) remove(ctx, older, 'superseded')
  }
  const sessions = Map.groupBy(latest.values(), ({ session }) => incarnationOf(session).id)
  for (const incarnations of sessions.values()) {
    incarnations.sort((a, b) => compareByInputs(savedOf(b), savedOf(a)))
    for (const file of incarnations)
      if (file.kind === 'taken' && wentOn(file, incarnations)) remove(ctx, file, 'superseded')
  }
  return sessions
}

const compareFiles = (a: FoundFile, b: FoundFile): number =>
  compareStates(savedOf(a), savedOf(b)) || RANK[a.kind] - RANK[b.kind]

const stays = ({ kind }: FoundFile): boolean => kind !== 'parking' && kind !== 'unsure'

/** A later incarnation has a file that holds as much, so it has begun. Of an earlier incarnation other files stay: it
 *  may yet be the one that goes on. */
function wentOn({ session, inputs }: FoundFile, incarnations: readonly FoundFile[]): boolean {
  const { number } = incarnationOf(session)
  return incarnations.some(
    other => incarnationOf(other.session).number > number && other.inputs >= inputs && stays(other),
  )
}

/** It has ended, and nothing of it goes on: neither from a file nor as another incarnation. */
function isOverEverywhere(ctx: Context, session: SessionId): boolean {
  const incarnations = ctx.directory.incarnationsOf(incarnationOf(session).id)
  if (incarnations.some(incarnation => ctx.directory.config(incarnation)?.owner !== null)) return false
  const last = ctx.directory.config(ctx.directory.lastIncarnation(session))
  return last?.owner === null && last.parked === undefined && !last.yielded
}

/** No node of this mesh knows of the session, nor could it go on from the file. */
const isUnknown = (ctx: Context, file: FoundFile): boolean =>
  !ctx.directory.knowsAny(file.session) && claimOn(ctx, file) === 'nobody'

/** With each look at the disk. @returns what stays. */
function removeOld(ctx: Context, files: readonly FoundFile[]): FoundFile[] {
  const { lookedAt } = ctx.orphans
  const before = new Map(lookedAt)
  lookedAt.clear()
  return files.filter(file => {
    const name = `${file.file} ${file.kind}`
    const since = before.get(name) ?? ctx.now
    lookedAt.set(name, since)
    const isOld = file.idleMs >= OLD_MS && ctx.now - since >= HOUR_MS && isUnknown(ctx, file)
    if (isOld) remove(ctx, file, 'old')
    return !isOld
  })
}

function remove(ctx: Context, { session, file, kind }: FoundFile, why: Why): void {
  ctx.discard(file, kind)
  ctx.note({ name: 'removed', session, file, why })
}
