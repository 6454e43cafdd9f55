// Whether the mesh is at rest: while nodes come and go, load is let be, for a deploy moves everything anyway, once.
import type { Context } from '../context.ts'
import { cameWithDeploy } from './placement.ts'

/** No node has come, gone, fallen silent or been told to leave for a while, and none came with a deploy that others did
 *  not. */
export function atRest(ctx: Context): boolean {
  const { rebalanceAfterMs } = ctx.settings
  if (rebalanceAfterMs === 0 || ctx.now - ctx.changedAt < rebalanceAfterMs) return false
  const others = ctx.peers.all().filter(p => !p.dead)
  if (others.some(p => !p.status || p.status.draining || ctx.peers.suspects(p.peer))) return false
  // Who was left behind by a deploy will stay so: that is no deploy under way.
  const all = [ctx.own.told, ...others.map(p => p.status!)].filter(s => !s.superseded)
  return !all.some(a => all.some(b => cameWithDeploy(a, b)))
}
