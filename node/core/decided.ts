// The consequences of a decided configuration. consensus/epoch.ts keeps its books first; then everything that follows
// is done here, in one place and in this order, before the handler of the message reads on.
import type { Configuration } from '../../protocol/configuration.ts'
import { incarnationOf } from '../../protocol/incarnation.ts'
import type { Decision } from './consensus/member.ts'
import type { Consequences, Context } from './context.ts'
import { handOver, leaveSession } from './handoff/leaving.ts'
import { learnAbout, tellEarlier } from './incarnations/earlier.ts'
import { ownerChanged } from './players/follow.ts'
import { dropCheckpoint } from './storage/checkpoint.ts'
import { settleFile } from './storage/marking.ts'

export const consequences = (ctx: Context): Consequences => ({
  decided: decision => decided(ctx, decision),
  ownerChanged: config => ownerChanged(ctx, config),
  learned: about => learnAbout(ctx, about),
})

function decided(ctx: Context, { before, old, config, leaves }: Decision): void {
  const { session, owner } = config
  if (leaves) leaveSession(ctx, config, old)
  settleFile(ctx, config, old)
  dropCheckpoint(ctx, config)
  if (old?.running && owner !== ctx.me) handOver(ctx, config, old, old.running)
  // Whom to ask may have changed.
  if (ctx.waits.has(session)) ctx.wake(session)
  if (config.yielded || isNewIncarnation(config, before)) tellEarlier(ctx)
  if (before?.owner !== owner) ownerChanged(ctx, config)
}

const isNewIncarnation = ({ session, epoch }: Configuration, before: Configuration | null): boolean =>
  incarnationOf(session).number > 1 && epoch > 0 && !before
