// Players in an incarnation that is over are told where their session goes on.
import type { SessionId } from '../../../protocol/ids.ts'
import { incarnationOf } from '../../../protocol/incarnation.ts'
import type { About } from '../../../protocol/mesh.ts'
import type { Context } from '../context.ts'
import { tell } from '../session/deliver.ts'
import { goesOnAs, presentIncarnation } from './where.ts'

/** True where it is news. Who is in an earlier incarnation is told of a later one once it is known how much of it is
 *  missing. */
export function learnAbout(ctx: Context, about: About): boolean {
  const first = ctx.directory.about(about.session) === null
  const news = ctx.directory.learnAbout(about, ctx.now)
  if (first && incarnationOf(about.session).number > 1) tellEarlier(ctx)
  return news
}

/** Sockets that are in an incarnation which is over are told where the session goes on. */
export function tellEarlier(ctx: Context): void {
  for (const earlier of ctx.sockets.sessions()) {
    const incarnation = presentIncarnation(ctx, earlier)
    const answer = incarnation === earlier ? null : goesOnAs(ctx, earlier, incarnation)
    if (!answer) continue
    for (const s of ctx.sockets.of(earlier)) {
      ctx.reply(s.socket, answer)
      ctx.sockets.leave(s)
    }
  }
  for (const earlier of ctx.store.forced) tellWatchers(ctx, earlier)
}

/** Of a session that this node runs and has left by force: no other node would see that it is over. */
function tellWatchers(ctx: Context, session: SessionId): void {
  const r = ctx.store.members.get(session)?.running
  const incarnation = presentIncarnation(ctx, session)
  const answer = !r || incarnation === session ? null : goesOnAs(ctx, session, incarnation)
  if (!answer) return
  for (const { origin } of r!.watchers.values()) if (origin.gateway !== ctx.me) tell(ctx, origin, answer)
  r!.watchers.clear()
}
