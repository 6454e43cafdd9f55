// [E8] What keeps a leaving node: those who go on without it have not said that they know, or it does not know what
// came of what it answered. Until then it may be the last one who knows where a session went, or whose vote is missing:
// so it tells, and asks, again.
import { type Configuration, members } from '../../../protocol/configuration.ts'
import type { PeerId, SessionId } from '../../../protocol/ids.ts'
import type { Context } from '../context.ts'
import { markInstead } from '../storage/marking.ts'

/** An unanswered message is sent again after this. */
export const REPEAT_MS = 100
/** Who parks a session tells by itself when it has; asked for it is only lest that be lost. */
const PARKED_MS = 1_000
/** What nobody tells of for so long after those who decided it were last heard, nobody knows. */
const LEFT_MS = 5_000

/** Whoever goes on without this node is told again until they answer. */
export function lookAtWait(ctx: Context, session: SessionId): boolean {
  const [wait, config] = [ctx.waits.get(session), ctx.directory.config(session)]
  if (!wait || !config) return false
  const dead = [...(wait.who ?? [])].filter(peer => ctx.peers.seenDead(peer, session))
  for (const peer of dead) wait.who!.delete(peer)
  // Who ended it may have told nobody else. In order nobody leaves before that.
  if (dead.some(peer => !ctx.peers.get(peer)?.left)) ctx.gossip({ kind: 'decided', config })
  if (wait.entrusted && dead.includes(wait.entrusted.to)) markInstead(ctx, config, wait.entrusted)
  // Of a session that has ended since, those who ended it see to that.
  if (wait.who?.size === 0 || (!wait.who && config.owner === null)) return !ctx.waits.delete(session)
  if (ctx.now < wait.lookAt) return true
  wait.lookAt = ctx.now + (wait.entrusted ? PARKED_MS : REPEAT_MS)
  if (!wait.who && ctx.peers.seenDead(config.owner!, session)) return lookAfterOwner(ctx, config)
  for (const peer of wait.who ?? [config.owner]) if (peer) ctx.send(peer, { kind: 'decided', config })
  return true
}

/** Who was to answer has left or died: others take over, and must know of it, or have the session by now. */
function lookAfterOwner(ctx: Context, config: Configuration): boolean {
  const { session, owner } = config
  const successors = members(config).filter(peer => !ctx.peers.seenDead(peer, session))
  if (successors.length === 0 && nobodyKnows(ctx, [owner!])) return !ctx.waits.delete(session)
  for (const peer of successors) ctx.send(peer, { kind: 'decided', config })
  ask(ctx, session, successors.length > 0 ? successors : connected(ctx))
  return true
}

function ask(ctx: Context, session: SessionId, peers: readonly PeerId[]): void {
  for (const peer of peers) ctx.send(peer, { kind: 'want', sessions: [session] })
}

/** What these decided before they were gone. */
const nobodyKnows = (ctx: Context, gone: readonly PeerId[]): boolean =>
  connected(ctx).length === 0 || gone.every(peer => ctx.peers.silentMs(peer) >= LEFT_MS)

const connected = (ctx: Context): PeerId[] => ctx.peers.all().flatMap(p => (p.connected ? [p.peer] : []))

/** A draining node that answered a hold asks what came of it: its voters, and where all have left or died, everybody,
 *  for what they decided before somebody else has. Silence is no answer, at epoch 0 neither: the one voter may have
 *  decided with this node, be cut off, and never see that the vote it needs has left. */
export function lookAtHeld(ctx: Context, session: SessionId): boolean {
  const held = ctx.store.held.get(session)
  const config = ctx.directory.config(session)
  if (!ctx.draining || !held?.answered || !config?.owner || held.epoch < config.epoch) return false
  const left = config.voters.every(v => ctx.peers.seenDead(v, session))
  if (left && nobodyKnows(ctx, config.voters)) {
    // It keeps nobody here; the copy stays all the same.
    ctx.store.held.set(session, { ...held, answered: false })
    return false
  }
  if (ctx.now - held.at < REPEAT_MS) return true
  ctx.store.held.set(session, { ...held, at: ctx.now })
  ask(ctx, session, left ? connected(ctx) : config.voters)
  return true
}
