// How the file of a parked session comes to say that the session may be resumed [G8].
//
// The decision comes first, the mark on the file second. In between no node may resume the session, and the last copies
// in memory must not go, so all voters stay until the file is marked [E8]. The node that wrote the file marks it, tries
// again when its disk fails, and then tells the others. If that node is gone before, each of the others marks the file
// itself; that does no harm if it was marked already, or taken since. A node that does not see the file has a disk of
// its own: it saves its copy as a checkpoint. A checkpoint promises nothing, since the file may still be found; a mesh
// that begins anew goes on from it only if the file is not.
import { type Configuration, members } from '../../../protocol/configuration.ts'
import type { Member } from '../consensus/member.ts'
import type { Context } from '../context.ts'
import type { Event } from '../event.ts'
import type { Entrusted } from './entrusted.ts'
import { keepWatch } from './lingering.ts'

type Of<K extends Event['kind']> = Extract<Event, { kind: K }>

/** Of an ended session, where it was parked by another. Only of the last epoch is what this node has all that was
 *  acknowledged. */
export function entrusted(
  ctx: Context,
  { session, epoch, parked }: Configuration,
  old: Member | null,
): Entrusted | null {
  if (!parked || old?.config.epoch !== epoch - 1 || !old.config.owner || old.config.owner === ctx.me) return null
  const { config, copy } = old
  // By name: a copy makes its bytes when it is asked for them.
  const saved = copy && { session, epoch: config.epoch, version: copy.version, bytes: copy.bytes }
  return { to: old.config.owner, copy: saved }
}

/** By who wrote the file. */
export function markOwn(ctx: Context, config: Configuration, old: Member | null): void {
  const waiting = old ? members(old.config).filter(p => p !== ctx.me) : []
  ctx.files.marking.set(config.parked!, { config, waiting, copy: null, failed: false })
  ctx.mark(config.parked!)
}

/** By another, as who wrote it is gone. */
export function markInstead(ctx: Context, config: Configuration, { copy }: Entrusted): void {
  if (!ctx.settings.parks) return
  ctx.files.marking.set(config.parked!, { config, waiting: null, copy, failed: false })
  ctx.mark(config.parked!)
}

export function onMarked(ctx: Context, { file, error, absent }: Of<'marked'>): void {
  const marking = ctx.files.marking.get(file)
  if (!marking) return
  const { config, waiting, copy } = marking
  if (error !== null && (waiting || !absent)) ctx.note({ name: 'unmarked', file, error })
  if (error !== null && waiting) {
    marking.failed = true
    return
  }
  ctx.files.marking.delete(file)
  if (error === null && waiting) keepWatch(ctx, file)
  if (error === null) for (const peer of waiting ?? []) ctx.send(peer, { kind: 'owned', config })
  else if (copy) ctx.files.saving.add(ctx.write(copy, 'checkpoint'))
}

/** With each sweep. */
export function markAgain(ctx: Context): void {
  for (const [file, marking] of ctx.files.marking) {
    if (!marking.failed) continue
    marking.failed = false
    ctx.mark(file)
  }
}

/** True where it was such a copy. */
export function onCopyWritten(ctx: Context, { file, error }: Of<'written'>): boolean {
  if (!ctx.files.saving.delete(file)) return false
  if (error !== null) ctx.note({ name: 'unwritten', file, as: 'checkpoint', error })
  return true
}

/** At the deadline: who wrote the file may be gone, and nobody have seen it. */
export function saveEntrusted(ctx: Context): void {
  for (const [session, wait] of ctx.waits) {
    if (!wait.entrusted) continue
    ctx.mark(ctx.directory.config(session)!.parked!)
    if (wait.entrusted.copy) ctx.write(wait.entrusted.copy, 'checkpoint')
  }
  for (const { copy } of ctx.files.marking.values()) if (copy) ctx.write(copy, 'checkpoint')
}

/** A configuration was decided of a session that this node has written: parked, or gone on with by somebody. `old`: its
 *  part in it. */
export function settleFile(ctx: Context, config: Configuration, old: Member | null): void {
  const begun = ctx.files.parking.get(config.session)
  if (!begun) return
  ctx.files.parking.delete(config.session)
  if (config.parked !== begun.file) return ctx.discard(begun.file, 'parking')
  markOwn(ctx, config, old)
  ctx.note({ name: 'parked', session: config.session, file: begun.file })
}
