// Whether an owner should change its session's backups or voters (DESIGN: Epochs, E7). It only says so: what they become is chosen in
// choose.ts, and a vote decides it.
import { mayHold } from './choose.ts'
import type { Context } from './context.ts'
import type { Member } from './member.ts'

/** A dead witness is replaced this long after the last news of a peer. */
const WITNESS_WAIT_MS = 1_000

/** A backup is missing, silent or leaving; a witness is leaving, or silent or dead while there is another; or there are too few. No player
 *  waits for a witness: where one dies, those go first whose owner or backup has died with it. */
export function wantsMending(ctx: Context, m: Member): boolean {
  const { session, owner, backups, voters } = m.config
  const { peers } = ctx
  const K = ctx.settings.backups
  const alive = peers.candidates(session).flatMap(p => (mayHold(m.config, p.status!) ? [p.peer] : []))
  const spare = alive.some(p => !voters.includes(p))
  const witnesses = voters.filter(v => v !== owner && !backups.includes(v))
  if (backups.some(b => peers.late(b, session) || peers.draining(b))) return true
  if (witnesses.some(w => peers.draining(w))) return true
  const calm = ctx.now - ctx.changedAt >= WITNESS_WAIT_MS
  if (calm && witnesses.some(w => peers.seenDead(w, session) || (spare && peers.suspects(w, session)))) return true
  if (backups.length < Math.min(K, alive.length)) return true
  return K > 0 && voters.length < ((Math.min(2 * K + 1, alive.length + 1) - 1) | 1)
}
