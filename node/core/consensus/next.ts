// The next configuration of a session, from whom this node believes alive [E7].
//
// It may be any: what is chosen here is only a proposal, and the vote makes it safe. What it must not do is shrink the
// voters by silence: a silent node loses its copy at once and its vote only to a live node that takes it, or the live
// side of a cut would soon be a majority of nothing; and silence never leaves a session without a backup, or the next
// crash would end it. Only where all who are there say that they have no room for a copy does it go on without one
// (room.ts), rather than stand still for want of memory.
import { type Configuration, holders } from '../../../protocol/configuration.ts'
import type { Epoch, PeerId } from '../../../protocol/ids.ts'
import type { Status } from '../../../protocol/mesh.ts'
import type { Membership } from '../cluster/membership.ts'
import { type LoadBoard, rankBackups, rankOwners } from '../cluster/placement.ts'

export interface Choice {
  readonly me: Status
  readonly backups: number
  readonly peers: Membership
  readonly board: LoadBoard
  /** Peers that cannot load the session: no owner among them. */
  readonly cannotLoad: ReadonlySet<PeerId>
  /** Peers to prefer as backups: they have just answered. */
  readonly answered: ReadonlySet<PeerId>
  /** Whether this node has the state in a form it can run. */
  readonly canLoad: boolean
  /** It was forced: it begins without a backup where there is none. */
  readonly forced: boolean
}

/** Null: nothing can be proposed now. `owner`: who claimed it, else this node chooses. */
export function chooseNext(config: Configuration, by: Choice, owner?: PeerId): Configuration | null {
  const { peers } = by
  const me = by.me.peer
  const K = by.backups
  const alive = peers.candidates(config.session).flatMap(({ status }) => (mayHold(config, status!) ? [status!] : []))
  const next = owner ?? ownerOf(config, alive, by)
  if (next === null) return null

  const ownerHost = next === me ? by.me.host : (peers.get(next)?.status?.host ?? '')
  const present = [...config.backups, ...(config.owner === null ? [] : [config.owner]), ...by.answered]
  const others = alive.filter(p => p.peer !== next)
  const rest = rankBackups(config.session, others, { ownerHost, present }, by.board)
  if (by.answered.size > 0) rest.sort((a, b) => Number(by.answered.has(b)) - Number(by.answered.has(a)))
  // [E9] Where there are peers, a session begins with a backup or not at all: at whoever would own it, who need not be
  // this node.
  if (config.epoch === 0 && !by.forced && K > 0 && rest.length === 0 && peers.notAlone(next)) return null
  if (next !== me && !by.me.draining) rest.push(me)

  const backups = rest.slice(0, K)
  const staying = (v: PeerId) => (v === me ? !by.me.draining : !peers.leaving(v, config.session))
  const drained = config.voters.some(v => (v === me ? by.me.draining : peers.draining(v)))
  const hasRoom = (v: PeerId) => mayHold(config, peers.get(v)?.status ?? { peer: v })
  const couldHold = config.voters.filter(v => v !== next && v !== me && staying(v) && hasRoom(v)).length
  if (!drained && backups.length < Math.min(K, 1, couldHold)) return null

  const voters = [next, ...backups]
  const spare = rest.slice(backups.length)
  for (const v of [...spare, ...config.voters]) {
    if (voters.length < 2 * K + 1 && !voters.includes(v) && (spare.includes(v) || staying(v))) voters.push(v)
  }
  // The largest odd number there is; but two nodes are two voters, and no holder loses its vote.
  if (voters.length > 2 && voters.length % 2 === 0 && voters.length > 1 + backups.length) voters.pop()
  return { session: config.session, epoch: (config.epoch + 1) as Epoch, owner: next, backups, voters }
}

function ownerOf(config: Configuration, alive: readonly Status[], by: Choice): PeerId | null {
  const { session } = config
  // Who takes over with little room gives it to who has more, at once.
  const isNew = config.owner !== by.me.peer
  const roomy = alive.some(p => !by.cannotLoad.has(p.peer) && p.room === undefined)
  if (by.canLoad && !by.me.draining && !(isNew && by.me.room && roomy)) return by.me.peer
  const canLoad = alive.filter(p => !by.cannotLoad.has(p.peer))
  const open = canLoad.filter(p => !p.cordoned)
  // Rather a cordoned node than none.
  const ranked = rankOwners(session, open.length > 0 ? open : canLoad, by.me, by.board)
  return ranked[0] ?? (by.canLoad ? by.me.peer : null)
}

/** Whether the node has room for it, or has it already. One with little room begins none. */
export function mayHold(config: Configuration, { peer, room }: Pick<Status, 'peer' | 'room'>): boolean {
  if (room === undefined || holders(config).includes(peer)) return true
  return room === 'little' && config.epoch > 0
}

/** Nothing but the epoch differs. */
export function sameMembers(a: Configuration, b: Configuration): boolean {
  const same = (x: readonly PeerId[], y: readonly PeerId[]) => x.length === y.length && x.every(p => y.includes(p))
  return a.owner === b.owner && same(a.backups, b.backups) && same(a.voters, b.voters)
}
