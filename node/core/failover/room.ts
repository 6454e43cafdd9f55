// How much memory a node has left for sessions, and what it leaves to others for want of it.
//
// A node out of memory dies with all it has, so it stops before that, in two steps. With little room it begins no game
// and is given no other node's while there is one with plenty. With none it is given nothing at all, and takes nothing
// over: the copy that it holds stays, which costs nothing more, and the session goes on once there is room here or at a
// node that comes. So a takeover that nobody has room for is put off, never lost, and players are told that they wait.
// Games that nobody has entered, or that are over, are put off first. Nothing here is about safety: room decides who is
// asked, and when, as load does.
import type { SessionId } from '../../../protocol/ids.ts'
import type { Room } from '../../../protocol/mesh.ts'
import { tellStatus } from '../cluster/own-status.ts'
import type { Member } from '../consensus/member.ts'
import type { Context } from '../context.ts'

/** Room comes back only this far below where it ended, or a node would go back and forth with each collection of
 *  garbage. */
const BACK = 0.05
/** How soon what was put off is looked at again. */
export const PUT_OFF_MS = 1_000
/** The first version is of who made the session: at the second somebody has entered it. */
const UNENTERED_VERSION = 1

/** `share`: of its memory that is in use. */
export function onMemory(ctx: Context, share: number): void {
  const full = ctx.settings.memoryFullAt
  const room = roomAt(share, full, ctx.room)
  if (room === ctx.room) return
  ctx.room = room
  ctx.note({ name: 'memory', room, share })
  tellStatus(ctx)
}

function roomAt(share: number, full: number, before: Room): Room {
  const none = (1 + full) / 2
  if (share >= none || (before === 'none' && share >= none - BACK)) return 'none'
  if (share >= full || (before !== 'plenty' && share >= full - BACK)) return 'little'
  return 'plenty'
}

/** Nobody has room for a game that begins: neither this node nor, where it needs one, another for its copy. */
export function isFull(ctx: Context): boolean {
  if (ctx.room !== 'plenty') return true
  const others = ctx.peers.candidates()
  return ctx.settings.backups > 0 && others.length > 0 && others.every(({ status }) => status!.room !== undefined)
}

/**
 * At a backup that would take over: whether it waits until there is more room. Never where it leaves, for then its copy
 * may be the last one, nor where it has accepted something: that is to be finished, and may be another's to run.
 */
export function putsOff(ctx: Context, m: Member): boolean {
  const { session } = m.config
  if (ctx.draining || m.accepted !== null) {
    ctx.store.putOff.delete(session)
    return false
  }
  const others = ctx.peers.candidates(session).filter(({ peer, status }) => !m.cannotLoad.has(peer) && !status!.room)
  const waits = ctx.room !== 'plenty' && others.length === 0 && (ctx.room === 'none' || isLast(ctx, m))
  if (waits) ctx.store.putOff.add(session)
  else ctx.store.putOff.delete(session)
  return waits
}

/** Nobody has entered it, or it is over. */
function isLast(ctx: Context, { config, copy }: Member): boolean {
  return (copy?.version ?? 0) <= UNENTERED_VERSION || ctx.directory.about(config.session)?.over === true
}

/** With each sweep. */
export function tellPutOff(ctx: Context): void {
  const { putOff, members } = ctx.store
  // Its owner may have come back, and somebody else may have taken over: then it waits for nobody.
  const waits = (session: SessionId) => {
    const owner = members.get(session)?.config.owner
    return owner !== undefined && owner !== null && ctx.peers.suspects(owner, session)
  }
  for (const session of putOff) if (!waits(session)) putOff.delete(session)
  const news = [...putOff].filter(session => !ctx.putOffTold.has(session)).sort()
  ctx.putOffTold = new Set(putOff)
  if (news.length > 0) ctx.note({ name: 'put-off', sessions: news })
}
