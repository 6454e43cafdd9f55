// A leaving node that has parked its sessions stays until shortly before its deadline [G8]. A node that starts later
// may have another disk, and would never find the files; so this node gives it the sessions.
//
// This needs no rule of its own. A parked file is for whoever takes it, and this node is one of those: it finds its
// files like any other node, and takes them by a rename, which of all processes one can do. Then it has an incarnation
// that has not begun, as any node that resumes a file [E9]; and since it is leaving, it begins that at the newcomer, or
// puts the file back (resume.ts). So nothing is handed over that another node has begun, and if this node dies at any
// moment, its files say how far it came. Where other nodes have taken all its files it waits for nobody. A look at the
// disk may have started before this node put a file back, and then shows the file as taken, by this node itself: so for
// AGAIN_MS after that no look ends the wait.
import { takesNothing } from '../cluster/own-status.ts'
import type { Context } from '../context.ts'
import type { FoundFile } from '../effect.ts'

/** This long before the deadline the wait ends, also in a drain without one: what has been begun still has time. */
const LEAST_MS = 2_000
/** The newcomer may be unable to read the session, or another node may be out there: that changes, but not at once. */
const AGAIN_MS = 5_000

/** A file that waits for whoever takes it. `again`: this node has done so, and put it back. */
export function keepWatch(ctx: Context, file: string, { again = false } = {}): void {
  if (ctx.draining) ctx.files.parked.set(file, ctx.now + (again ? AGAIN_MS : 0))
}

/** With each look at the disk: a file that another has taken, or has taken and removed, keeps this node no longer. */
export function watch(ctx: Context, files: readonly FoundFile[]): void {
  const named = (kind: FoundFile['kind']) => new Set(files.flatMap(f => (f.kind === kind ? [f.file] : [])))
  const [here, taken] = [named('parked'), named('taken')]
  for (const [file, from] of ctx.files.parked) {
    if (here.has(file)) continue
    if (ctx.now >= from + (taken.has(file) ? 0 : AGAIN_MS)) ctx.files.parked.delete(file)
  }
}

/** At the end of a turn of a draining node. */
export function lingers(ctx: Context): boolean {
  const { successorWaitMs, drainDeadlineMs } = ctx.settings
  const untilMs = Math.min(successorWaitMs, drainDeadlineMs - Math.min(LEAST_MS, drainDeadlineMs / 2))
  return ctx.files.parked.size > 0 && ctx.now - ctx.drainedAt < untilMs
}

/** How many files this node may take now: who stays, any number; who leaves, those that it can give to somebody. */
export function placesToTake(ctx: Context): number {
  if (!ctx.draining) return takesNothing(ctx) || ctx.room !== 'plenty' ? 0 : Number.POSITIVE_INFINITY
  if (!lingers(ctx) || ctx.peers.candidates().length === 0) return 0
  return ctx.settings.handoffWindow - ctx.files.taking.size - ctx.store.unbegun().length
}

/** A leaving node takes only its own files back. */
export const mayTake = (ctx: Context, file: string): boolean =>
  !ctx.draining || ctx.now >= (ctx.files.parked.get(file) ?? Number.POSITIVE_INFINITY)
