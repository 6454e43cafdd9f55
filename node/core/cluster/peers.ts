// What nodes tell each other of themselves and of what they know: pings, statuses, digests. Loss of any of it only
// delays.
import type { PeerId } from '../../../protocol/ids.ts'
import type { MeshMessage, Status } from '../../../protocol/mesh.ts'
import type { Context } from '../context.ts'
import type { Event } from '../event.ts'
import { onPeersTold, peersToTell, TOLD_EVERY } from './introduce.ts'
import { nextStatus } from './own-status.ts'

type Of<K extends MeshMessage['kind']> = Extract<MeshMessage, { kind: K }>

const STATUS_MS = 1_000
const SWEEP_MS = 1_000
/** This process itself stood still if a beat comes so late. */
const SLEPT_BEATS = 5
/** Sessions asked for in one message. */
const WANT_SESSIONS = 500
/** Two directories that differ are compared again after this at the earliest: gossip under way needs a moment. */
const COMPARE_MS = 2_000

/** Every beat: pings to all; now and then the status, and a sweep. Gives the peers that fell silent. */
export function heartbeat(ctx: Context, beatMs: number): PeerId[] {
  const sinceMs = ctx.now - ctx.beatAt
  if (ctx.beatAt > 0 && sinceMs > SLEPT_BEATS * beatMs) ctx.peers.slept(sinceMs)
  if (ctx.beatAt === 0) ctx.startedAt = ctx.now
  ctx.beatAt = ctx.now
  ctx.timer(beatMs, { kind: 'beat' })
  for (const p of ctx.peers.all()) if (p.connected) ctx.send(p.peer, { kind: 'ping', n: 0 })
  if (ctx.now - ctx.statusAt >= STATUS_MS || ctx.statusAt === 0) {
    ctx.statusAt = ctx.now
    const status = nextStatus(ctx)
    const peers = status.beat % TOLD_EVERY === 0 ? { peers: peersToTell(ctx) } : {}
    ctx.gossip({ kind: 'status', status: { ...status, ...peers } })
  }
  if (ctx.now - ctx.sweptAt >= SWEEP_MS) {
    ctx.sweptAt = ctx.now
    ctx.timer(0, { kind: 'sweep' })
  }
  const silent = ctx.peers.newlySuspected().map(p => p.peer)
  for (const peer of silent) ctx.note({ name: 'suspect', peer })
  return silent
}

/** With each sweep: of peers that have told nothing for long, who is never met is forgotten, and who is connected is
 *  asked. */
export function lookAtPeers(ctx: Context): void {
  for (const peer of ctx.peers.unmet()) if (!ctx.directory.names(peer)) ctx.peers.forget(peer)
  const silent = ctx.now - ctx.metAt >= SWEEP_MS ? ctx.peers.all().filter(p => p.connected && !p.digested) : []
  for (const { peer } of silent) for (const part of ctx.directory.digest(true)) ctx.send(peer, part)
}

export function onPeerUp(ctx: Context, { peer, address }: Extract<Event, { kind: 'peer-up' }>): void {
  ctx.peers.connected(peer, address)
  ctx.metAt = ctx.now
  ctx.note({ name: 'trust', peer })
  ctx.send(peer, { kind: 'status', status: { ...nextStatus(ctx), peers: peersToTell(ctx) } })
  for (const part of ctx.directory.digest()) ctx.send(peer, part)
}

/** True where something that sessions depend on has changed. */
export function onStatus(ctx: Context, status: Status): boolean {
  const before = ctx.peers.get(status.peer)?.status ?? null
  if (!ctx.peers.learn(status)) return false
  ctx.board.told(status.peer)
  compareLater(ctx, status)
  if (status.peers) onPeersTold(ctx, status.peer, status.peers)
  const fences = (s: Status) => s.fenced?.join() ?? ''
  return (
    !before ||
    before.draining !== status.draining ||
    before.cordoned !== status.cordoned ||
    fences(before) !== fences(status)
  )
}

/** Differing sums, twice in a row and for a while, mean that gossip was lost: send a digest, and be sent one. */
function compareLater(ctx: Context, { peer, directory }: Status): void {
  if (directory === ctx.directory.sum) ctx.agreedAt.set(peer, ctx.now)
  if (directory === ctx.directory.sum || !ctx.peers.get(peer)?.connected) return void ctx.differing.delete(peer)
  const since = ctx.differing.get(peer)
  if (since === undefined) ctx.differing.set(peer, ctx.now)
  else if (ctx.now - since >= COMPARE_MS) {
    ctx.differing.set(peer, ctx.now)
    for (const part of ctx.directory.digest()) ctx.send(peer, part)
  }
}

export function onDigest(ctx: Context, from: PeerId, { entries, last, ask }: Of<'digest'>): void {
  const { want, tell } = ctx.directory.compare(entries)
  for (let i = 0; i < want.length; i += WANT_SESSIONS)
    ctx.send(from, { kind: 'want', sessions: want.slice(i, i + WANT_SESSIONS) })
  for (const session of tell) for (const message of ctx.directory.tell(session)) ctx.send(from, message)
  if (last) ctx.peers.digested(from)
  if (last && ask) for (const part of ctx.directory.digest()) ctx.send(from, part)
}

export function onWant(ctx: Context, from: PeerId, { sessions }: Of<'want'>): void {
  for (const session of sessions) for (const message of ctx.directory.tell(session)) ctx.send(from, message)
}
