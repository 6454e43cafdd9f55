// [E8] A leaving node stays while somebody may still need it. Either the nodes that go on with one of its sessions have
// not said that they know, or the node does not know the outcome of a vote that it took part in. Until both are settled
// it may be the last one that knows where a session went, or whose vote is missing; so it tells, and asks, again and
// again.
import { type Configuration, members } from '../../../protocol/configuration.ts'
import type { PeerId, SessionId } from '../../../protocol/ids.ts'
import type { Context } from '../context.ts'
import { markInstead } from '../storage/marking.ts'

/** An unanswered message is sent again after this. */
export const REPEAT_MS = 100
/** A node that parks a session says so by itself. It is asked all the same, in case its message was lost. */
const PARKED_MS = 1_000
/** The nodes that decided were last heard so long ago, and no other has told of the decision: then none knows it. */
const LEFT_MS = 5_000

/** The nodes that go on without this one are told again until they answer. */
export function lookAtWait(ctx: Context, session: SessionId): boolean {
  const [wait, config] = [ctx.waits.get(session), ctx.directory.config(session)]
  if (!wait || !config) return false
  const dead = [...(wait.who ?? [])].filter(peer => ctx.peers.seenDead(peer, session))
  for (const peer of dead) wait.who!.delete(peer)
  // A node that crashed may have told nobody that it ended the session. One that left in order has told the others.
  if (dead.some(peer => !ctx.peers.get(peer)?.left)) ctx.gossip({ kind: 'decided', config })
  if (wait.entrusted && dead.includes(wait.entrusted.to)) markInstead(ctx, config, wait.entrusted)
  // If the session has ended since, the nodes that ended it tell everybody.
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
