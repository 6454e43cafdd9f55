// Which machine a message of a peer is for.
import type { PeerId, SessionId } from '../../protocol/ids.ts'
import type { MeshMessage } from '../../protocol/mesh.ts'
import { onDigest, onStatus, onWant } from './cluster/peers.ts'
import { onAppend, onAppendDelta } from './consensus/backup.ts'
import { adopt, onDecided, onOwned } from './consensus/epoch.ts'
import { holding, onAccepted, onNack, onPromise } from './consensus/proposer.ts'
import { memberAt, memberOrTell, onAccept, onHold, onPrepare } from './consensus/voter.ts'
import type { Context } from './context.ts'
import { wakeSessionsOf } from './failover/upkeep.ts'
import { onClaim, onDecline, onHeld, onOffer } from './handoff/handoff.ts'
import { learnAbout } from './incarnations/earlier.ts'
import { onAlive, onAskAlive } from './incarnations/meeting.ts'
import { onAttach, onDeliver, onDetach, retryJoins, route } from './players/routing.ts'
import { conclude, gatewayDied } from './session/inputs.ts'
import { onConfirm } from './session/replication.ts'
import { answerFiles } from './storage/behind.ts'
import { onFiles } from './storage/cold.ts'

export function onMessage(ctx: Context, from: PeerId, message: MeshMessage): void {
  switch (message.kind) {
    case 'status':
      if (onStatus(ctx, message.status)) wakeSessionsOf(ctx, message.status.peer)
      return
    case 'ping':
      return ctx.send(from, { kind: 'pong', n: message.n })
    case 'pong':
      return ctx.peers.heard(from)
    case 'bye':
      ctx.peers.saidBye(from)
      return onDead(ctx, from, 'left')
    case 'digest':
      return onDigest(ctx, from, message)
    case 'want':
      return onWant(ctx, from, message)
    case 'about':
      if (learnAbout(ctx, message.about)) retryJoins(ctx)
      return
    case 'moved':
      for (const moved of message.moved) ctx.remember(moved)
      return
    case 'files':
      onFiles(ctx, from, message)
      return answerFiles(ctx, from, message.files)
    case 'ask-alive':
      return onAskAlive(ctx, from, message)
    case 'alive':
      return onAlive(ctx, message)
    case 'append':
    case 'append-delta':
    case 'confirm':
      return onReplication(ctx, from, message)
    case 'hold':
      return onHold(ctx, from, message)
    case 'held':
      return onHeld(ctx, from, message)
    case 'prepare':
      return onPrepare(ctx, from, message)
    case 'promise':
      return onPromise(ctx, from, message)
    case 'accept':
      return onAccept(ctx, from, message)
    case 'accepted':
      return onAccepted(ctx, from, message)
    case 'nack':
      return onNack(ctx, message)
    case 'decided':
      return onDecided(ctx, from, message)
    case 'owned':
      return onOwned(ctx, from, message)
    case 'offer':
      return onOffer(ctx, from, message)
    case 'claim':
      return onClaim(ctx, from, message)
    case 'decline':
      return onDecline(ctx, from, message)
    case 'route':
      return route(ctx, message.session, message.origin, message.input, message.hops)
    case 'attach':
      adopt(ctx, message.config)
      return onAttach(ctx, message.origin, message.config.session)
    case 'detach':
      return onDetach(ctx, from, message)
    case 'deliver':
      return onDeliver(ctx, from, message)
    default:
      message satisfies never
  }
}

function onReplication(
  ctx: Context,
  from: PeerId,
  message: Extract<MeshMessage, { kind: 'append' | 'append-delta' | 'confirm' }>,
): void {
  if (message.kind === 'confirm') {
    if (message.begun) adopt(ctx, message.begun.config)
    const m = memberAt(ctx, message)
    if (!m?.running) return
    conclude(ctx, m.running, onConfirm(ctx, from, message, m))
    if (m.proposal) holding(ctx, m, m.proposal)
    return
  }
  if (message.kind === 'append') adopt(ctx, message.config)
  const m = memberOrTell(ctx, from, message.kind === 'append' ? message.config : message)
  if (!m) return
  if (message.kind === 'append') onAppend(ctx, from, message, m)
  else onAppendDelta(ctx, from, message, m)
}

/** Seen dead, or said so itself: it counts in quorums from now on, and no socket of it is served any more. */
export function onDead(ctx: Context, peer: PeerId, how: 'dead' | 'left'): void {
  if (!ctx.peers.died(peer)) return
  ctx.note({ name: how, peer })
  for (const session of ctx.store.running) gatewayDied(ctx.store.members.get(session)!.running!, peer)
  wakeSessionsOf(ctx, peer)
  for (const session of ctx.waits.keys()) ctx.wake(session)
}

/** The session a message is about. */
export function sessionOf(message: MeshMessage): SessionId | null {
  if ('session' in message) return message.session
  return 'config' in message ? message.config.session : null
}
