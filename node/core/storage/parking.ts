// The last one out saves [G8]: a leaving node that finds nobody to hand its sessions to parks them on disk.
//
// Parking is a configuration like any other, so it cannot come about beside a handoff or a takeover [G1]: the session
// is sealed, its last state written, and only when it would outlive the machine is `parked` voted on. Only a decided
// one marks the file as one that may be resumed. What could not be decided in time is written as `unsure`: somebody may
// go on with that session, so no program resumes it. How it is marked: marking.ts.
import type { Configuration } from '../../../protocol/configuration.ts'
import { schemaToWrite } from '../cluster/schema.ts'
import type { Member } from '../consensus/member.ts'
import { close, propose } from '../consensus/proposer.ts'
import type { Context } from '../context.ts'
import type { Event } from '../event.ts'
import { ended } from '../incarnations/create.ts'
import { contain } from '../session/contain.ts'
import { writtenAs } from '../session/failing.ts'
import { onCheckpointWritten } from './checkpoint.ts'
import { onCopyWritten, saveEntrusted } from './marking.ts'

type Of<K extends Event['kind']> = Extract<Event, { kind: K }>

/** What is written and decided in this time before the deadline, parks; at the deadline it is too late to ask
 *  anybody. */
const LEAST_MS = 10_000

/** What the disk refused is written again after this: a full one stays so for a while, and each attempt is told. */
const UNWRITTEN_MS = 1_000

/** Nobody has come for so long that nobody is waited for any longer. */
export function shouldPark(ctx: Context): boolean {
  const { parks, parkAfterMs, drainDeadlineMs } = ctx.settings
  const latest = drainDeadlineMs - Math.min(LEAST_MS, drainDeadlineMs / 2)
  return parks && ctx.draining && ctx.now - ctx.drainedAt >= Math.min(parkAfterMs, latest)
}

/** At the owner. May be repeated. */
export function park(ctx: Context, m: Member): void {
  const { session, epoch } = m.config
  const begun = ctx.files.parking.get(session)
  if (begun?.epoch === epoch) {
    if (begun.written && m.proposal?.phase !== 'accept') propose(ctx, m, parkedNext(m.config, begun.file))
    return
  }
  const copy = close(ctx, m)
  if (!copy) return
  const file = ctx.write({ session, epoch, ...copy }, 'parking')
  ctx.files.parking.set(session, { epoch, file, written: false })
}

const parkedNext = (config: Configuration, file: string): Configuration => ({ ...ended(config), parked: file })

export function onWritten(ctx: Context, written: Of<'written'>): void {
  const { session, file, error } = written
  if (written.as === 'checkpoint') {
    if (!onCopyWritten(ctx, written)) onCheckpointWritten(ctx, written)
    return
  }
  const begun = ctx.files.parking.get(session)
  if (begun?.file !== file) {
    // The session goes on elsewhere, and the file was to go before it was there.
    if (written.as === 'parking' && error === null) ctx.discard(file, 'parking')
    return
  }
  if (error !== null) {
    ctx.files.parking.delete(session) // and is tried again
    const m = ctx.store.members.get(session)
    if (m) m.lookAt = ctx.now + UNWRITTEN_MS
    return ctx.note({ name: 'unwritten', file, as: written.as, error })
  }
  ctx.files.parking.set(session, { ...begun, written: true })
  const m = ctx.store.members.get(session)
  // The drain may have been taken back meanwhile: then the session goes on here.
  if (ctx.draining && m?.running && m.config.epoch === begun.epoch) propose(ctx, m, parkedNext(m.config, file))
}

/** At the deadline: what is still here might go on elsewhere, or nowhere. */
export function saveUnsure(ctx: Context): void {
  if (!ctx.settings.parks) return
  saveEntrusted(ctx)
  for (const session of ctx.store.running) {
    const { config, running } = ctx.store.members.get(session)!
    if (config.epoch === 0) continue
    contain(ctx, session, () => {
      const copy = running!.final ?? writtenAs(ctx, running!, schemaToWrite(ctx))
      ctx.write({ session, epoch: config.epoch, ...copy }, 'unsure')
    })
  }
}
