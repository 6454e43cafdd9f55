// Cold start: sessions that only disks know of go on from the file that counts (files.ts) [G8].
//
// A parked file is a promise that nobody else goes on with its session. No other file is, so a node begins from one
// only where nobody seems to go on with the session. That is the case where this node knows no incarnation of it, or
// knows only that it was parked in a file which another node took and left behind, or which holds less. It is not the
// case where the mesh is older than the file and does not know the session: then the mesh has seen it end. All nodes
// tell each other which files they see, and all choose alike; of the nodes that see the chosen file one begins, by
// hash. If that goes wrong because a cut hid some of them, two incarnations go on beside each other, each sound in
// itself, until they meet (meeting.ts). A node that was never told who its peers are begins none (alone.ts).
import type { Epoch, PeerId, SessionId, Version } from '../../../protocol/ids.ts'
import { incarnationOf, nextIncarnation } from '../../../protocol/incarnation.ts'
import type { MeshMessage, Saved } from '../../../protocol/mesh.ts'
import { isBlind } from '../cluster/alone.ts'
import type { Peer } from '../cluster/membership.ts'
import type { Context } from '../context.ts'
import type { FoundFile } from '../effect.ts'
import { hash } from '../std/hash.ts'
import { claimOn, isOrphan, TOLD_HOLDS } from './claim.ts'
import { choose } from './files.ts'
import { savedOf } from './saved.ts'

type Of<K extends MeshMessage['kind']> = Extract<MeshMessage, { kind: K }>

const FILES_TOLD = 1_000

/** A later incarnation must not get the name of one that was seen in a file: that counts for longer, but the seen are
 *  not to grow for ever. */
const TOLD_KEPT_MS = 3_600_000

/** `found`: the files of each session, of which this node may begin one. `left`: parked files that it leaves where
 *  they are for now, since it drains, has no room, or waits for a mesh. It tells of both: another node that sees an
 *  older file of such a session, on a disk of its own, would begin from that. */
export function onOrphansFound(
  ctx: Context,
  found: ReadonlyMap<SessionId, readonly FoundFile[]>,
  left: readonly FoundFile[],
): void {
  forgetTold(ctx)
  const { own } = ctx.orphans
  const before = new Map(own)
  own.clear()
  for (const [id, incarnations] of found) {
    const file = incarnations[0]!
    if (file.kind !== 'parked' && isOrphan(ctx, file))
      own.set(id, { file, since: before.get(id)?.since ?? ctx.now, incarnations })
  }
  tellFiles(ctx, left)
  const unbegun = new Set(ctx.store.unbegun().map(([, { file }]) => file))
  for (const [id, { file, since, incarnations }] of own) {
    if (isBlind(ctx)) break
    const early = ctx.now - Math.max(since, ctx.metAt) < ctx.settings.coldAfterMs
    const waits = early || (claimOn(ctx, file) === 'left' && !allAgree(ctx, since))
    if (!waits && !unbegun.has(file.file) && isMine(ctx, id, file)) ctx.take(file, laterIncarnation(ctx, incarnations))
  }
}

/** Nobody that this node has met is out of reach, and all have said since then that they know of the same sessions. Who
 *  is about to begin one says that with its files. */
function allAgree(ctx: Context, since: number): boolean {
  const agrees = (p: Peer) =>
    p.connected && p.toldAt > since && !ctx.differing.has(p.peer) && !ctx.peers.suspects(p.peer)
  return ctx.peers.all().every(p => p.dead || agrees(p))
}

/** Later than every incarnation that is known, or seen in a file: those who meet it must not take it for an earlier
 *  one. */
export function laterIncarnation(ctx: Context, incarnations: readonly FoundFile[]): SessionId {
  const { id } = incarnationOf(incarnations[0]!.session)
  const told = [...ctx.orphans.told.values()].flatMap(sessions => [...(sessions.get(id)?.keys() ?? [])])
  const known = [...incarnations.map(({ session }) => session), ...ctx.directory.incarnationsOf(id), ...told]
  const last = known.reduce((a, b) => (incarnationOf(b).number > incarnationOf(a).number ? b : a))
  return nextIncarnation(last, ctx.me)
}

function tellFiles(ctx: Context, left: readonly FoundFile[]): void {
  const files = [...ctx.orphans.own.values()].flatMap(({ incarnations }) => incarnations.map(savedOf))
  files.push(...left.map(savedOf))
  files.push(...aboutToBegin(ctx))
  for (let i = 0; i < files.length; i += FILES_TOLD)
    ctx.gossip({ kind: 'files', files: files.slice(i, i + FILES_TOLD) })
}

/** Lives of which only their files are taken so far: of what is seen of them, newer than any file, as long as this node
 *  lives. */
function aboutToBegin({ store, files }: Context): Saved[] {
  const begins = (incarnation: SessionId, { inputs }: FoundFile): Saved => [
    incarnation,
    0 as Epoch,
    0 as Version,
    inputs,
  ]
  const taking = [...files.taking.values()].map(({ incarnation, file }) => begins(incarnation, file))
  return [...taking, ...store.unbegun().map(([session, file]) => begins(session, file))]
}

export function onFiles(ctx: Context, from: PeerId, { files }: Of<'files'>): void {
  const told = ctx.orphans.told.get(from) ?? new Map()
  ctx.orphans.told.set(from, told)
  for (const saved of files) {
    const { id } = incarnationOf(saved[0])
    const incarnations = told.get(id) ?? new Map()
    told.set(id, incarnations.set(saved[0], { saved, at: ctx.now }))
  }
}

/** What nobody has told of for so long, nobody sees. */
function forgetTold({ orphans: { told }, now }: Context): void {
  for (const [peer, sessions] of told) {
    for (const [id, incarnations] of sessions) {
      for (const [incarnation, { at }] of incarnations) if (now - at > TOLD_KEPT_MS) incarnations.delete(incarnation)
      if (incarnations.size === 0) sessions.delete(id)
    }
    if (sessions.size === 0) told.delete(peer)
  }
}

/** What those who live tell of this session. */
function toldOf(ctx: Context, id: SessionId): (readonly [PeerId, Saved])[] {
  const holdsMs = TOLD_HOLDS * ctx.settings.coldAfterMs
  return [...ctx.orphans.told].flatMap(([peer, sessions]) => {
    if (ctx.peers.seenDead(peer) || ctx.peers.suspects(peer)) return []
    const incarnations = [...(sessions.get(id)?.values() ?? [])].filter(({ at }) => ctx.now - at <= holdsMs)
    return incarnations.map(({ saved }) => [peer, saved] as const)
  })
}

const isSame = (a: Saved, b: Saved): boolean => a[0] === b[0] && a[1] === b[1] && a[2] === b[2]

/** Nobody that is alive sees a file that counts before it. */
export function counts(ctx: Context, file: FoundFile): boolean {
  const mine = savedOf(file)
  const told = toldOf(ctx, incarnationOf(file.session).id).map(([, saved]) => saved)
  return isSame(choose([mine, ...told])!, mine)
}

/** The file counts; and of those who see it, it is this node's turn. */
function isMine(ctx: Context, id: SessionId, file: FoundFile): boolean {
  if (!counts(ctx, file)) return false
  const turn = (peer: PeerId) => hash(id + peer)
  const before = (peer: PeerId) => turn(ctx.me) - turn(peer) || (peer < ctx.me ? 1 : -1)
  return toldOf(ctx, id).every(([peer, saved]) => !isSame(saved, savedOf(file)) || before(peer) < 0)
}
