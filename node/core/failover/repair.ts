// Whether an owner should change its session's backups or voters. It only says so: what they become is chosen in
// choose.ts, and a vote decides it.
import type { PeerId } from '../../../protocol/ids.ts'
import type { Member } from '../consensus/member.ts'
import { mayHold } from '../consensus/next.ts'
import type { Context } from '../context.ts'

/** A dead witness is replaced so long after its death: as long as it counts as a voter, one death more may leave too
 *  few of them. */
const WITNESS_WAIT_MS = 100
/** And so long where this node has taken over what the dead one ran: there players wait. */
const BUSY_WITNESS_WAIT_MS = 250
/** A silent one so long after the last news of a peer: it may be back. */
const SILENT_WITNESS_WAIT_MS = 1_000

/** A backup is missing, silent or leaving; a witness is leaving, or silent or dead while there is another; or there are
 *  too few. No player waits for a witness: where one dies, those go first whose owner or backup has died with it. */
export function wantsRepair(ctx: Context, m: Member): boolean {
  const { session, backups, voters } = m.config
  const { peers } = ctx
  const K = ctx.settings.backups
  const alive = peers.candidates(session).flatMap(p => (mayHold(m.config, p.status!) ? [p.peer] : []))
  const spare = alive.some(p => !voters.includes(p))
  const witnesses = witnessesOf(m)
  if (backups.some(b => peers.late(b, session) || peers.draining(b))) return true
  if (witnesses.some(w => peers.draining(w))) return true
  if (witnesses.some(w => isDue(ctx, m, w))) return true
  const calm = ctx.now - ctx.changedAt >= SILENT_WITNESS_WAIT_MS
  if (calm && spare && witnesses.some(w => peers.suspects(w, session))) return true
  if (backups.length < Math.min(K, alive.length)) return true
  return K > 0 && voters.length < ((Math.min(2 * K + 1, alive.length + 1) - 1) | 1)
}

const witnessesOf = ({ config: { owner, backups, voters } }: Member): readonly PeerId[] =>
  voters.filter(v => v !== owner && !backups.includes(v))

function dueAt(ctx: Context, peer: PeerId): number {
  const waitMs = ctx.store.takingOver(ctx.now) > 0 ? BUSY_WITNESS_WAIT_MS : WITNESS_WAIT_MS
  return (ctx.peers.get(peer)?.deadAt ?? 0) + waitMs
}
const isDue = (ctx: Context, { config: { session } }: Member, peer: PeerId): boolean =>
  ctx.peers.seenDead(peer, session) && ctx.now >= dueAt(ctx, peer)

/** When a witness that has died is to be replaced, if one has: no news will remind of it. */
export function repairsAt(ctx: Context, m: Member): number | null {
  const dead = witnessesOf(m).filter(w => ctx.peers.seenDead(w, m.config.session))
  return dead.length === 0 ? null : Math.min(...dead.map(w => dueAt(ctx, w)))
}
