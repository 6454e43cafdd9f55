// Who should run a session, and who should hold and vote for it: pure ranking, the same on every node that knows the
// same. Nodes that know different things rank differently, and nothing breaks: only the owner's choice is ever proposed
// [E4].
import type { PeerId, SessionId } from '../../../protocol/ids.ts'
import type { Status } from '../../../protocol/mesh.ts'
import { hash } from '../std/hash.ts'

/** Of two nodes: did `node` come with a deploy that replaces `other`? Its slot has seen more deploys; or, where there
 *  are no slots to tell, it runs another release and started later. Never true both ways, so a session is not sent back
 *  and forth. Where hosts' clocks differ by more than a deploy takes, a session may move twice in it, and no worse. */
export function cameWithDeploy(node: Status, other: Status): boolean {
  if (node.generation !== other.generation) return node.generation > other.generation
  return node.release !== other.release && node.startedAt > other.startedAt
}

/** A node's generation, from those it meets: one more than the node it shares its slot with and outlives, else what the
 *  others have. */
export function generationOf(
  me: { readonly slot: string; readonly startedAt: number },
  peers: readonly Status[],
): number {
  const older = peers.filter(p => p.startedAt < me.startedAt)
  return Math.max(0, ...older.map(p => (me.slot !== '' && p.slot === me.slot ? p.generation + 1 : p.generation)))
}

/** Loads as last told, plus what was promised to each since. */
export class LoadBoard {
  readonly #promised = new Map<PeerId, number>()

  load(status: Status): number {
    return status.load + (this.#promised.get(status.peer) ?? 0)
  }

  /** One more session is on its way to the peer. */
  promise(peer: PeerId): void {
    this.#promised.set(peer, (this.#promised.get(peer) ?? 0) + 1)
  }

  /** A new status of the peer counts what had arrived. */
  told(peer: PeerId): void {
    this.#promised.delete(peer)
  }
}

/** Those with little memory left come last. */
const tight = (c: Status): number => (c.room === undefined ? 0 : 1)

const byPeer = (session: SessionId) => (a: Status, b: Status) =>
  hash(session + a.peer) - hash(session + b.peer) || (a.peer < b.peer ? -1 : 1)

/** Next owners, best first: those that came with the deploy, so that a session moves once; then the least loaded; then
 *  by hash. */
export function rankOwners(
  session: SessionId,
  candidates: readonly Status[],
  from: Status,
  board: LoadBoard,
): PeerId[] {
  const fresh = new Map(candidates.map(c => [c.peer, cameWithDeploy(c, from) ? 0 : 1]))
  const spread = byPeer(session)
  return [...candidates]
    .sort(
      (a, b) =>
        tight(a) - tight(b) || fresh.get(a.peer)! - fresh.get(b.peer)! || board.load(a) - board.load(b) || spread(a, b),
    )
    .map(c => c.peer)
}

/** Backups, best first: on another host than the owner; those that have the state already; newest deploy; least loaded;
 *  by hash. */
export function rankBackups(
  session: SessionId,
  candidates: readonly Status[],
  at: { readonly ownerHost: string; readonly present: readonly PeerId[] },
  board: LoadBoard,
): PeerId[] {
  const near = (c: Status) => (c.host !== '' && c.host === at.ownerHost ? 1 : 0)
  const absent = (c: Status) => (at.present.includes(c.peer) ? 0 : 1)
  const spread = byPeer(session)
  return [...candidates]
    .sort(
      (a, b) =>
        near(a) - near(b) ||
        absent(a) - absent(b) ||
        tight(a) - tight(b) ||
        b.generation - a.generation ||
        board.load(a) - board.load(b) ||
        spread(a, b),
    )
    .map(c => c.peer)
}
