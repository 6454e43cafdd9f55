// Copies on disk of sessions that go on, for the day when all nodes die at once [G8].
//
// Behind play, so they promise nothing: what is written is what was confirmed, so it is true, and may be old. Nobody waits for it. Each
// owner writes what has changed since, a file for each session at a time; the file before goes only when the new one is there.
import type { Configuration } from '../../protocol/configuration.ts'
import type { Context } from './context.ts'
import type { Event } from './event.ts'
import type { Running } from './running.ts'
import { saveSession } from './session.ts'

type Of<K extends Event['kind']> = Extract<Event, { kind: K }>

/** In each sweep, which is once a second: most are encoded already, as their backups were sent them. */
const SWEEP_MAX = 200

/** With each sweep. */
export function writeCheckpoints(ctx: Context): void {
  const { parks, checkpointEveryMs } = ctx.settings
  if (!parks || checkpointEveryMs === 0) return
  let written = 0
  for (const session of ctx.store.running) {
    const r = ctx.store.members.get(session)!.running!
    if (r.epoch === 0 || !r.confirmed || r.sealedAt !== null) continue
    const last = ctx.store.checkpoints.get(session)
    const isNews = !last || last.epoch < r.epoch || last.version < r.confirmedVersion
    if (!isNews || (last && (last.writing || ctx.now - last.at < checkpointEveryMs))) continue
    write(ctx, r)
    if (++written === SWEEP_MAX) return
  }
}

function write(ctx: Context, r: Running): void {
  const { session, epoch, confirmedVersion: version } = r
  const before = ctx.store.checkpoints.get(session)?.file ?? null
  const file = ctx.write({ session, epoch, version, bytes: bytesOf(ctx, r) }, 'checkpoint')
  ctx.store.checkpoints.set(session, { epoch, version, file, before, at: ctx.now, writing: true })
}

function bytesOf(ctx: Context, r: Running): Uint8Array {
  if (r.sent?.version === r.confirmedVersion) return r.sent.bytes
  return saveSession({ state: r.confirmed!, clockMs: r.remainingMs(ctx.now) }, ctx.game, ctx.schema())
}

export function onCheckpointWritten(ctx: Context, { session, file, error }: Of<'written'>): void {
  const c = ctx.store.checkpoints.get(session)
  if (c?.file !== file || !c.writing) return
  const { before } = c
  if (error === null) {
    ctx.store.checkpoints.set(session, { ...c, before: null, writing: false })
    if (before !== null && before !== file) ctx.discard(before, 'checkpoint')
  } else {
    // The one before stays; and what has changed since is written in its time.
    ctx.store.checkpoints.set(session, { ...c, file: before, before: null, version: -1, writing: false })
    ctx.note({ name: 'disk', file, error })
  }
}

/** What has ended needs none; and what was parked is on the disk as it was at its end. */
export function dropCheckpoint(ctx: Context, { session, owner }: Configuration): void {
  if (owner !== null) return
  const c = ctx.store.checkpoints.get(session)
  ctx.store.checkpoints.delete(session)
  for (const file of [c?.before, c?.file]) if (file) ctx.discard(file, 'checkpoint')
}
