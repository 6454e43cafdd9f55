// A node that runs more than its share gives some of it away, so that one which joins empty takes load over without a
// deploy.
//
// It is the handoff's second half: the owner names the next one, and the same hold and vote follow [E3, E4]; so it
// needs no argument of its own. What it must not do is trouble anybody. It moves few at a time, and only where the
// difference is large; it moves a quarter of the difference at most before it hears what the others have now, so two
// that give to the same node cannot overfill it, and nothing comes back; and it rests while nodes come and go, for a
// deploy moves everything anyway, once.
import type { PeerId, SessionId } from '../../../protocol/ids.ts'
import type { Status } from '../../../protocol/mesh.ts'
import { atRest } from '../cluster/at-rest.ts'
import { knownStatus } from '../cluster/own-status.ts'
import { schemaToWrite } from '../cluster/schema.ts'
import { cannotLoad } from '../consensus/final-copy.ts'
import { isUncontested } from '../consensus/member.ts'
import { choose, propose } from '../consensus/proposer.ts'
import type { Context } from '../context.ts'
import { contain } from '../session/contain.ts'

/** In each sweep, which is once a second. */
const MOVES_MAX = 10
/** Differences below this share of one's own load are nobody's trouble. */
const GAP_SHARE = 0.25

/** With each sweep. */
export function rebalance(ctx: Context): void {
  const to = ctx.draining || !atRest(ctx) ? null : leastLoaded(ctx)
  if (!to) return
  const load = ctx.board.load(knownStatus(ctx))
  const gap = load - ctx.board.load(to)
  if (gap < Math.max(ctx.settings.rebalanceGap, load * GAP_SHARE)) return
  let moves = Math.min(MOVES_MAX, Math.ceil(gap / 4))
  for (const session of ctx.store.running) {
    if (moves === 0 || ctx.store.moving(ctx.now) >= ctx.window.size) return
    if (contain(ctx, session, () => give(ctx, session, to.peer))) moves--
  }
}

function give(ctx: Context, session: SessionId, to: PeerId): boolean {
  const m = ctx.store.members.get(session)
  if (!m?.running || m.config.epoch === 0 || m.proposal || !isUncontested(m) || m.running.pending.length > 0)
    return false
  if (cannotLoad(ctx, m).has(to)) return false
  const next = choose(ctx, m, to)
  if (next?.owner !== to) return false
  ctx.board.promise(to)
  propose(ctx, m, next)
  ctx.wake(session)
  return true
}

function leastLoaded(ctx: Context): Status | null {
  const { game, board } = ctx
  const schema = schemaToWrite(ctx)
  const canLoad = ctx.peers.candidates().flatMap(({ status }) => {
    return status && !status.cordoned && !status.room && status.schemas[game.name]?.includes(schema) ? [status] : []
  })
  return canLoad.reduce<Status | null>((least, s) => (least && board.load(least) <= board.load(s) ? least : s), null)
}
