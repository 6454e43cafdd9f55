// Whether another node has taken this one's slot: what superseded.ts remembers is looked at here.
import type { Status } from '../../../protocol/mesh.ts'
import type { Context } from '../context.ts'
import { tellStatus } from './own-status.ts'
import { cameWithDeploy } from './placement.ts'

/** With each sweep. */
export function seeWhetherSuperseded(ctx: Context): void {
  const me = ctx.own.told
  const replaces = (s: Status) => s.slot !== '' && s.slot === me.slot && cameWithDeploy(s, me)
  const newer = ctx.peers.candidates().some(({ status }) => status !== null && replaces(status))
  if (!ctx.superseded.look(ctx.now, newer)) return
  if (ctx.superseded.is) ctx.note({ name: 'superseded', slot: me.slot })
  tellStatus(ctx)
}
