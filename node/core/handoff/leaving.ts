// A node leaves a session that others go on with. It still owes them three things: word of who goes on, the inputs that
// came while the session was sealed, and to stay until they have heard [E8].
import { type Configuration, members } from '../../../protocol/configuration.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import type { Member } from '../consensus/member.ts'
import { isQuorum, tellerOf } from '../consensus/quorum.ts'
import type { Context } from '../context.ts'
import type { Running } from '../session/running.ts'
import { entrusted } from '../storage/marking.ts'

/** [E8] This node may not exit before those who go on say that they know. */
export function leaveSession(ctx: Context, config: Configuration, old: Member | null): void {
  const { session, epoch } = config
  if (config.owner !== null) {
    ctx.waits.set(session, { epoch, who: null, entrusted: null, lookAt: ctx.now + 100 })
  } else {
    // Whom this node never met it can tell nothing: who decided the end has met them, and stays for their answer.
    const who = new Set(old ? members(old.config).filter(p => p !== ctx.me && ctx.peers.get(p)?.met) : [])
    const wait = { epoch, who, entrusted: entrusted(ctx, config, old), lookAt: ctx.now + 100 }
    if (who.size > 0) ctx.waits.set(session, wait)
    else ctx.waits.delete(session)
  }
  if (ctx.waits.has(session)) ctx.wake(session)
}

/** The old owner passes on what came while it was sealed, in order, and tells the gateways that hold its players. */
export function handOver(ctx: Context, config: Configuration, old: Member, r: Running): void {
  const { owner, session, epoch } = config
  if (owner === null) return
  const told = new Set([...members(config), ctx.me])
  for (const { origin } of r.watchers.values()) {
    if (told.has(origin.gateway)) continue
    told.add(origin.gateway)
    ctx.send(origin.gateway, { kind: 'decided', config })
  }
  ctx.store.leaving.set(session, { epoch, to: owner, sealedAt: r.sealedAt ?? ctx.now })
  // What waited here must not come before that.
  const waiting = r.takeWaiting()
  const others = whoHasNotHeard(ctx, config, old)
  if (waiting.length > 0) others.add(owner)
  for (const peer of others) if (peer !== ctx.me) ctx.send(peer, { kind: 'decided', config })
  for (const { origin, input } of waiting) {
    if (input.kind === 'attach') ctx.send(owner, { kind: 'attach', config, origin })
    else ctx.send(owner, { kind: 'route', session, origin, input, hops: 2 })
  }
}

/** If a voter decided with this one, it has told those who go on (voter.ts), and all who voted know. If it took more
 *  voters, who has accepted must hear of it before our goodbye, or would take over. What others decided, they tell. */
function whoHasNotHeard(ctx: Context, config: Configuration, old: Member): Set<PeerId> {
  const accepts = old.proposal?.phase === 'accept' ? old.proposal.accepts : null
  if (!accepts) return new Set(config.owner ? [config.owner] : [])
  const teller = tellerOf(old.config, ctx.me)
  const isPassedOn = teller && accepts.has(teller) && isQuorum(old.config, new Set([ctx.me, teller]), () => false)
  return new Set(isPassedOn ? [] : [...members(config), ...members(old.config)])
}
