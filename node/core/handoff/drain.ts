// A node's orderly leaving.
//
// [E8] It exits only when it is a member of nothing, nothing that it answered is unresolved, and the new owner itself
// has said `owned` for every session it took part in: until then it may be the last one who knows where a session went,
// or whose vote is missing.
import type { SessionId } from '../../../protocol/ids.ts'
import { tellStatus } from '../cluster/own-status.ts'
import type { Context } from '../context.ts'
import type { Note } from '../effect.ts'
import { invariant } from '../invariant.ts'
import { awaitsOthers, stopped } from '../session/fence.ts'
import { lingers } from '../storage/lingering.ts'
import { saveUnsure } from '../storage/parking.ts'
import { giveAllBack } from '../storage/resume.ts'

/** Sockets that have not moved by then are closed: their players connect again by themselves. */
const SOCKETS_GRACE_MS = 2_000

/** By a signal: whoever sent it kills the process before long. A drain that an operator began becomes final. */
export function drainForGood(ctx: Context): void {
  if (ctx.drainIsFinal) return
  ctx.drainIsFinal = true
  ctx.timer(ctx.settings.drainDeadlineMs, { kind: 'drain-deadline' })
  beginDrain(ctx)
}

/** By itself it has no deadline: nobody waits to kill the process, so it may take as long as the sessions do. */
export function beginDrain(ctx: Context): void {
  if (ctx.draining) return
  ctx.draining = true
  ctx.drainedAt = ctx.now
  ctx.pauses = []
  ctx.note({ name: 'draining', sessions: ctx.store.running.size })
  tellStatus(ctx)
  const withinMs = goawayWindowMs(ctx.sockets.size)
  for (const s of ctx.sockets.all()) ctx.reply(s.socket, { kind: 'goaway', withinMs })
  ctx.socketsUntil = ctx.now + withinMs + SOCKETS_GRACE_MS
  wakeAll(ctx)
}

/** What is sealed goes on only by a decided next epoch, perhaps this node's own [E2]; where that has been voted on,
 *  elsewhere. */
export function cancelDrain(ctx: Context): void {
  ctx.draining = false
  // They are found again as any others are.
  ctx.files.parked.clear()
  ctx.note({ name: 'stays', sessions: ctx.store.running.size })
  tellStatus(ctx)
  wakeAll(ctx)
}

/** It keeps what it runs; nothing new begins here or comes here, where there is another node. */
export function cordon(ctx: Context, on: boolean): void {
  ctx.cordoned = on
  tellStatus(ctx)
}

function wakeAll(ctx: Context): void {
  for (const [session, m] of ctx.store.members) {
    m.lookAt = 0
    ctx.wake(session)
  }
  for (const session of ctx.store.held.keys()) ctx.wake(session)
}

/** What keeps this node. */
function kept(ctx: Context) {
  const { members, held } = ctx.store
  const { marking, saving, taking } = ctx.files
  let unresolved = 0
  for (const [session, h] of held) {
    const config = ctx.directory.config(session)
    if (h.answered && config && h.epoch >= config.epoch) unresolved++
  }
  return {
    members: members.size,
    unanswered: ctx.waits.size,
    unresolved,
    unsaved: marking.size + saving.size + taking.size,
  }
}

function isFree(ctx: Context): boolean {
  const { marking, saving, taking } = ctx.files
  if ([ctx.store.members, ctx.waits, marking, saving, taking].some(({ size }) => size > 0)) return false
  return kept(ctx).unresolved === 0
}

/** At the end of a turn of a draining node. */
export function leaveIfFree(ctx: Context): void {
  if (!ctx.draining || ctx.exited || !isFree(ctx) || awaitsOthers(ctx)) return
  if (ctx.sockets.size > 0 && ctx.now < ctx.socketsUntil) return
  if (lingers(ctx)) return
  ctx.note(summary(ctx))
  const lost = stopped(ctx)
  if (lost.length > 0) ctx.note({ name: 'lost', sessions: lost })
  exit(ctx, lost.length === 0)
}

function summary({ pauses, drainedAt, lastMovedAt }: Context): Note {
  const sorted = [...pauses].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  return {
    name: 'drained',
    moved: sorted.length,
    pauseMsMedian: at(0.5),
    pauseMs99: at(0.99),
    pauseMsMax: at(1),
    lastMovedMs: sorted.length === 0 ? 0 : lastMovedAt - drainedAt,
  }
}

/** Of a final drain, time is up: what is still here is lost, and said to be. */
export function onDeadline(ctx: Context): void {
  if (ctx.exited) return
  giveAllBack(ctx)
  const lost: SessionId[] = [...ctx.store.running, ...stopped(ctx)].sort()
  if (!isFree(ctx)) ctx.note({ name: 'late', ...kept(ctx) })
  if (lost.length > 0) ctx.note({ name: 'lost', sessions: lost })
  saveUnsure(ctx)
  exit(ctx, lost.length === 0 && isFree(ctx))
}

export function exit(ctx: Context, ok: boolean): void {
  // [E8] Whoever leaves in good order may not be the last one who knows of a session.
  for (const session of ok ? [...ctx.store.members.keys(), ...ctx.waits.keys()] : [])
    invariant(false, session, 'the node would leave as one that owes nothing, and has a part in the session [E8]')
  ctx.exited = true
  for (const s of ctx.sockets.all()) ctx.close(s.socket, 'This node is leaving. Connect again to reach another.')
  for (const p of ctx.peers.all()) if (p.connected) ctx.send(p.peer, { kind: 'bye' })
  ctx.exit(ok)
}

/** Time for a draining node's players to go elsewhere: a thousand each second, so that they don't come at once. */
export const goawayWindowMs = (sockets: number): number => Math.min(10_000, 200 + sockets)
