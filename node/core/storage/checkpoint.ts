// Checkpoints: copies on disk of running sessions, for the day when all nodes die at once [G8].
//
// A checkpoint is written behind play, and nothing waits for it. It holds what was confirmed, so it is true, but it may
// be old: it promises nothing. Each owner writes the sessions that have changed since, one file of a session at a time,
// and removes the file before only when the new one is there. The session that has waited longest is written first, and
// the next one as soon as a file is done; so a disk that is too slow for all of them makes every copy older, but leaves
// no session out. The age of the copies is measured, and told where it is more than was asked for.
import type { Configuration } from '../../../protocol/configuration.ts'
import type { SessionId } from '../../../protocol/ids.ts'
import { schemaToWrite } from '../cluster/schema.ts'
import type { Context } from '../context.ts'
import type { Event } from '../event.ts'
import { contain } from '../session/contain.ts'
import type { Running } from '../session/running.ts'
import { saveSession } from '../session/state.ts'

type Of<K extends Event['kind']> = Extract<Event, { kind: K }>

/** Handed to the disk and not done yet: enough that it never waits for the next one, and each is from not long before
 *  it is written. */
const WRITING_MAX = 64

/** Of these together; a session of 4 MiB is written all the same. */
const WRITING_BYTES_MAX = 16 * 1024 * 1024

/** A sweep is once a second: one until a change is seen, one until it is written, when its time has come. */
const SWEEPS_MS = 2_000

/** What is late for long is told of again. */
const TELL_AGAIN_MS = 60_000

/** What is not on the disk, as of the last sweep: of how many sessions, and for how long already. Null: there are no
 *  checkpoints. */
export function unsavedNow(ctx: Context): { readonly sessions: number; readonly oldestMs: number } | null {
  if (!isOn(ctx)) return null
  const { unsaved } = ctx.checkpoints
  let oldestMs = 0
  for (const since of unsaved.values()) oldestMs = Math.max(oldestMs, ctx.now - since)
  return { sessions: unsaved.size, oldestMs }
}

const isOn = ({ settings }: Context): boolean => settings.parks && settings.checkpointEveryMs > 0

/** With each sweep. */
export function writeCheckpoints(ctx: Context): void {
  if (!isOn(ctx)) return
  const { newest, unsaved } = ctx.checkpoints
  for (const session of unsaved.keys()) if (!newsOf(ctx, session)) unsaved.delete(session)
  for (const session of ctx.store.running)
    if (!unsaved.has(session) && newsOf(ctx, session)) unsaved.set(session, ctx.now)
  const isDue = ([session]: readonly [SessionId, number]) => {
    const last = newest.get(session)
    return !last || (last.writing === null && ctx.now - last.at >= ctx.settings.checkpointEveryMs)
  }
  ctx.checkpoints.due = [...unsaved]
    .filter(isDue)
    .sort(([, a], [, b]) => b - a)
    .map(([session]) => session)
  writeNext(ctx)
  tellLate(ctx)
}

/** The session as it runs here, where its newest copy is older than what was confirmed since. What is sealed is about
 *  to move. */
function newsOf(ctx: Context, session: SessionId): Running | null {
  const r = ctx.store.members.get(session)?.running
  if (!r || r.epoch === 0 || !r.confirmed || r.sealedAt !== null) return null
  const last = ctx.checkpoints.newest.get(session)
  const isSaved = last && last.epoch >= r.epoch && last.version >= r.confirmedVersion && last.writing === null
  return isSaved ? null : r
}

/** As many as the disk may be given at one time. */
function writeNext(ctx: Context): void {
  const c = ctx.checkpoints
  while (c.due.length > 0 && c.writing < WRITING_MAX && c.writingBytes < WRITING_BYTES_MAX) {
    const session = c.due.pop()!
    const r = newsOf(ctx, session)
    if (r && (c.newest.get(session)?.writing ?? null) === null) contain(ctx, session, () => write(ctx, r))
  }
}

function write(ctx: Context, r: Running): void {
  const { session, epoch, confirmedVersion: version } = r
  const c = ctx.checkpoints
  const before = c.newest.get(session)?.file ?? null
  const bytes = bytesOf(ctx, r)
  const file = ctx.write({ session, epoch, version, bytes }, 'checkpoint')
  c.newest.set(session, { epoch, version, file, before, at: ctx.now, writing: bytes.byteLength })
  c.writing++
  c.writingBytes += bytes.byteLength
}

function bytesOf(ctx: Context, r: Running): Uint8Array {
  if (r.sent?.version === r.confirmedVersion) return r.sent.bytes
  // In the schema that it was seen to be writable in.
  const schema = r.writable?.version === r.confirmedVersion ? r.writable.schema : schemaToWrite(ctx)
  return saveSession({ ...r.loaded(ctx.now), state: r.confirmed! }, ctx.game, schema)
}

export function onCheckpointWritten(ctx: Context, { session, file, error }: Of<'written'>): void {
  const { newest, unsaved } = ctx.checkpoints
  const c = newest.get(session)
  if (c?.file !== file || c.writing === null) return
  done(ctx, c.writing)
  const { before, at } = c
  if (error === null) {
    newest.set(session, { ...c, before: null, writing: null })
    if (before !== null && before !== file) ctx.discard(before, 'checkpoint')
    // Meanwhile it may have changed.
    if (newsOf(ctx, session)) unsaved.set(session, at)
    else unsaved.delete(session)
  } else {
    // The one before stays; and what has changed since is written in its time.
    newest.set(session, { ...c, file: before, before: null, version: -1, writing: null })
    if (!ctx.checkpoints.failing) ctx.note({ name: 'unwritten', file, as: 'checkpoint', error })
  }
  ctx.checkpoints.failing = error !== null
  writeNext(ctx)
}

function done(ctx: Context, bytes: number): void {
  ctx.checkpoints.writing--
  ctx.checkpoints.writingBytes -= bytes
}

/** Where the disk cannot keep up, more is lost when all nodes die than was asked for. */
function tellLate(ctx: Context): void {
  const c = ctx.checkpoints
  const { sessions, oldestMs } = unsavedNow(ctx)!
  const late = oldestMs > ctx.settings.checkpointEveryMs + SWEEPS_MS
  if (!late) {
    if (c.toldAt !== null) ctx.note({ name: 'checkpoints-in-time' })
    c.toldAt = null
  } else if (c.toldAt === null || ctx.now - c.toldAt >= TELL_AGAIN_MS) {
    ctx.note({ name: 'checkpoints-late', sessions, oldestMs: Math.round(oldestMs) })
    c.toldAt = ctx.now
  }
}

/** What has ended needs none; and what was parked is on the disk as it was at its end. */
export function dropCheckpoint(ctx: Context, { session, owner }: Configuration): void {
  if (owner !== null) return
  const { newest, unsaved } = ctx.checkpoints
  const c = newest.get(session)
  newest.delete(session)
  unsaved.delete(session)
  if (c && c.writing !== null) done(ctx, c.writing)
  for (const file of [c?.before, c?.file]) if (file) ctx.discard(file, 'checkpoint')
}
