// How a node learns of peers that nobody lists to it. Each tells those whom it meets, and now and then all, to whom it
// is connected and where; who hears of a peer that it is not connected to has it dialled. So where A lists nobody, B
// lists A and C lists B, all three mesh: C is told of A by B as they meet. Where news crosses, as when B meets both at
// one moment, the next round brings it.
//
// Nothing is concluded from hearsay but that an address is worth a dial: whether somebody lives there, and is of this
// mesh, shows when the handshake is done, and only then is a peer known [E6]. So what is wrong or old costs a few
// dials. Whom this node has seen dead it does not have dialled, or the dead would be looked for as long as anybody has
// not heard.
import type { PeerId } from '../../../protocol/ids.ts'
import type { Status } from '../../../protocol/mesh.ts'
import type { Context } from '../context.ts'

/** In statuses: news of this kind is told at each meeting, and is repeated for what was lost. */
export const TOLD_EVERY = 5
/** Told by one node: more than a mesh has nodes, and a small part of a frame. */
const PEERS_TOLD_MAX = 200

export function peersToTell({ peers }: Context): NonNullable<Status['peers']> {
  const known = peers.all().flatMap(p => (p.connected && p.address !== null ? [[p.peer, p.address] as const] : []))
  return known.slice(0, PEERS_TOLD_MAX)
}

export function onPeersTold(ctx: Context, by: PeerId, told: NonNullable<Status['peers']>): void {
  const isNews = (peer: PeerId) => peer !== ctx.me && !ctx.peers.get(peer)?.connected && !ctx.peers.seenDead(peer)
  const addresses = told.slice(0, PEERS_TOLD_MAX).flatMap(([peer, address]) => (isNews(peer) ? [address] : []))
  if (addresses.length > 0) ctx.emit({ kind: 'dial', addresses, by })
}
