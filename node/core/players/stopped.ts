// Players whose session's owner does not answer, or has stopped it, are told so by their own gateway.
import type { Context } from '../context.ts'
import { STOPPED } from '../session/fence.ts'

const SILENT = 'The node that runs this game does not answer. Another takes over as soon as it may.'

/** With each sweep. */
export function tellStopped(ctx: Context): void {
  for (const session of ctx.sockets.sessions()) {
    const owner = ctx.directory.config(session)?.owner
    const isStopped = owner === ctx.me ? ctx.store.fenced.has(session) : ctx.peers.seenDead(owner ?? ctx.me, session)
    if (!owner || (!isStopped && !ctx.peers.suspects(owner))) continue
    const why = isStopped && !ctx.peers.seenDead(owner) ? STOPPED : SILENT
    for (const s of ctx.sockets.of(session)) ctx.reply(s.socket, { kind: 'paused', session, why })
  }
}

/** With each sweep: creates whose session is known by now wait for nothing. */
export function forgetCreates({ creating, directory }: Context): void {
  for (const [key, session] of creating) if (directory.about(session)) creating.delete(key)
}
