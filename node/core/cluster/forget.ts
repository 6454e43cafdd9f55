// When a node forgets what has ended, so that it does not remember every session that there ever was.
//
// To forget is to be as one who never heard of it, and that is dangerous for who had a part: a node that was cut off
// since before the end may still hold a copy, and ask for votes in a configuration that is long over. Those who have
// moved on from there must answer that it is. So who had a part remembers the end until each peer that was named with
// it in any configuration of the session has died, or has told since the end that it knows of no other living session
// than this node does. Then no voter of an old configuration still believes in it, and none can come to: a majority of
// each of them knew better, and nobody else has a state. For an hour at the least, for until then messages may be under
// way, and players may ask.
// Of other peers it waits for those too, since they would spread the old news, which nobody could correct: but for a
// day at most, as that does no harm but to lists. Who vanished unseen, and was named, is waited for always; that is a
// few sessions for each such host. What was held for a session whose maker never let it begin is forgotten by its age:
// nothing of it was acknowledged without this node.
import { type Configuration, members } from '../../../protocol/configuration.ts'
import type { PeerId, SessionId } from '../../../protocol/ids.ts'
import type { Context } from '../context.ts'

const FORGET_MS = 3_600_000
/** So long a peer that has no part, and is silent, is waited for. */
const SILENT_MS = 24 * 3_600_000
/** A maker that still wants to begin the session asks again within seconds. */
const UNBEGUN_MS = 600_000

/** This node has a part in `config`, or had one in `before`. */
export function remember({ store, peers, me }: Context, config: Configuration, before: Configuration | null): void {
  const { session } = config
  const named = store.tookPart.get(session) ?? new Set<PeerId>()
  store.tookPart.set(session, named)
  // The peer's own text, so that it is not kept once for each session.
  for (const peer of [...members(config), ...(before ? members(before) : [])])
    if (peer !== me) named.add(peers.get(peer)?.peer ?? peer)
}

/** With each sweep. */
export function forgetOver(ctx: Context): void {
  const { store, directory, now } = ctx
  directory.forget(now - FORGET_MS, (session, endedAt) => {
    const named = store.tookPart.get(session)
    if (named && !isKnownToAll(ctx, session, named, endedAt)) return true
    store.tookPart.delete(session)
    store.rounds.delete(session)
    return false
  })
  for (const [session, held] of store.held) {
    const config = directory.config(session)
    if (config?.epoch !== 0 || config.owner === ctx.me || now - held.at < UNBEGUN_MS) continue
    store.held.delete(session)
    directory.drop(session)
  }
}

function isKnownToAll(ctx: Context, session: SessionId, named: ReadonlySet<PeerId>, endedAt: number): boolean {
  // Whoever finds the file in which it was parked has to know.
  if (ctx.directory.config(session)?.parked !== undefined) return false
  const knows = (peer: PeerId) => ctx.peers.seenDead(peer, session) || (ctx.agreedAt.get(peer) ?? -1) > endedAt
  const others = ctx.peers.all().filter(({ peer }) => ctx.peers.silentMs(peer) < SILENT_MS)
  return [...named].every(knows) && others.every(({ peer }) => knows(peer))
}
