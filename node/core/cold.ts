// Cold start: sessions that only disks know of go on from their newest file [G8].
//
// A checkpoint promises nothing, for the session may have gone on; so it is begun from only where nobody goes on with it, as far as one
// can tell. No life of it is known here, or only that it was parked in a file which somebody took and left; and a mesh that is older than
// the file, and does not know the session, has seen it end. All nodes tell each other what files they see, and all choose alike: the
// newest, and of those who see that, one by hash. Where that went wrong, for a cut hid others, two lives go on beside each other, each
// sound in itself, until they meet (lives.ts).
import type { Epoch, PeerId, SessionId, Version } from '../../protocol/ids.ts'
import { incarnationOf, nextIncarnation } from '../../protocol/incarnation.ts'
import type { MeshMessage, Saved } from '../../protocol/mesh.ts'
import type { Context } from './context.ts'
import type { FoundFile } from './effect.ts'
import { compareSaved, newest, removeOld, savedOf } from './files.ts'
import type { Peer } from './membership.ts'
import { hash } from './std/hash.ts'

type Of<K extends MeshMessage['kind']> = Extract<MeshMessage, { kind: K }>

/** Clocks of hosts differ, and a mesh may begin while another's last files are still written. */
const CLOCKS_MS = 60_000
const FILES_TOLD = 1_000
/** Who cannot read its file, or lost it, tells of it no more: its word holds for so many times `coldAfterMs`. */
const TOLD_HOLDS = 3

/** What disks hold of sessions that nobody runs, by their first life. */
export class Orphans {
  readonly own = new Map<SessionId, { readonly file: FoundFile; readonly since: number }>()
  /** Since when this node has looked at a file. */
  readonly lookedAt = new Map<string, number>()
  readonly told = new Map<PeerId, Map<SessionId, { readonly saved: Saved; readonly at: number }>>()
}

/** What this node sees on its disk, but for what is parked. */
export function onCheckpointsFound(ctx: Context, files: readonly FoundFile[], parked: ReadonlySet<SessionId>): void {
  const { own } = ctx.orphans
  const before = new Map(own)
  own.clear()
  for (const file of newest(ctx, removeOld(ctx, files))) {
    const { id } = incarnationOf(file.session)
    if (parked.has(id) || !isOrphan(ctx, file)) continue
    own.set(id, { file, since: before.get(id)?.since ?? ctx.now })
  }
  tellFiles(ctx)
  for (const [id, { file, since }] of own) {
    const early = ctx.now - Math.max(since, ctx.metAt) < ctx.settings.coldAfterMs
    const waits = early || (isLeftBehind(ctx, file) && !allAgree(ctx, since))
    const begun = ctx.store.members.has(nextIncarnation(file.session, ctx.me))
    if (!waits && !begun && isMine(ctx, id, file)) ctx.take(file)
  }
}

/** Nobody goes on with it, as far as this node can tell. */
export function isOrphan(ctx: Context, file: FoundFile): boolean {
  const { session } = file
  if (ctx.quarantine.has(nextIncarnation(session, ctx.me))) return false
  if (ctx.directory.knowsALife(session)) return isLeftBehind(ctx, file)
  return isOfBefore(ctx, file)
}

/** The mesh is younger than the file, so it can't have seen the session end. A time that is yet to come tells nothing: then a mesh that began
 *  with this node begins with its files. */
function isOfBefore(ctx: Context, { savedAt, idleMs }: FoundFile): boolean {
  const { since, startedAt } = ctx.known()
  return savedAt < since + CLOCKS_MS || (idleMs < -CLOCKS_MS && startedAt - since < CLOCKS_MS)
}

/** The session was parked in this file and taken from it, and nothing is known of its next life: who took it has died, or has begun and was
 *  not heard. */
function isLeftBehind(ctx: Context, { kind, file, session }: FoundFile): boolean {
  if (kind !== 'taken' || ctx.directory.config(session)?.parked !== file) return false
  return ctx.directory.lastLife(session) === session
}

/** Nobody that this node has met is out of reach, and all have said since then that they know of the same sessions. Who is about to begin one
 *  says that with its files. */
function allAgree(ctx: Context, since: number): boolean {
  const agrees = (p: Peer) =>
    p.connected && p.toldAt > since && !ctx.differing.has(p.peer) && !ctx.peers.suspects(p.peer)
  return ctx.peers.all().every(p => p.dead || agrees(p))
}

function tellFiles(ctx: Context): void {
  const files = [...ctx.orphans.own.values()].map(({ file }) => savedOf(file))
  for (const session of aboutToBegin(ctx)) files.push([session, 0 as Epoch, 0 as Version])
  for (let i = 0; i < files.length; i += FILES_TOLD)
    ctx.gossip({ kind: 'files', files: files.slice(i, i + FILES_TOLD) })
}

/** Lives of which only their files are taken so far: newer than any file, as long as this node lives. */
function aboutToBegin({ store, me }: Context): SessionId[] {
  const taking = [...store.taking.values()].map(({ session }) => nextIncarnation(session, me))
  return [...taking, ...store.unbegun().map(([session]) => session)]
}

export function onFiles(ctx: Context, from: PeerId, { files }: Of<'files'>): void {
  const told = ctx.orphans.told.get(from) ?? new Map()
  ctx.orphans.told.set(from, told)
  for (const saved of files) told.set(incarnationOf(saved[0]).id, { saved, at: ctx.now })
}

/** Nobody that is alive sees a newer file; and of those who see this one, it is this node's turn. */
function isMine(ctx: Context, id: SessionId, file: FoundFile): boolean {
  const mine = savedOf(file)
  const turn = (peer: PeerId) => hash(id + peer)
  for (const [peer, told] of ctx.orphans.told) {
    const theirs = told.get(id)
    if (!theirs || ctx.now - theirs.at > TOLD_HOLDS * ctx.settings.coldAfterMs) continue
    if (ctx.peers.seenDead(peer) || ctx.peers.suspects(peer)) continue
    const newer = compareSaved(theirs.saved, mine) || turn(ctx.me) - turn(peer) || (peer < ctx.me ? 1 : -1)
    if (newer > 0) return false
  }
  return true
}
