// A gateway follows the directory: where a session's owner changes, it asks the new one to show the session to its
// sockets.
import type { Configuration } from '../../../protocol/configuration.ts'
import type { Origin } from '../../../protocol/mesh.ts'
import type { Context } from '../context.ts'
import type { Socket } from './sockets.ts'

export const PARKED = 'No server is left to run this game, so it was saved. It goes on when one starts again.'
export const RESUMING = 'A server has begun to resume this game. It goes on once others keep copies of it.'

/** The session has another owner: it is asked to go on showing it here; or it has none, and is over. */
export function ownerChanged(ctx: Context, config: Configuration): void {
  const { session, owner } = config
  for (const s of ctx.sockets.of(session)) {
    if (config.parked !== undefined) ctx.reply(s.socket, { kind: 'paused', session, why: PARKED })
    else if (config.yielded)
      continue // and is told where it goes on, once that is known here
    else if (owner === null) {
      ctx.reply(s.socket, { kind: 'error', code: 'session-over', text: 'This game has ended.', session })
      ctx.sockets.leave(s)
    } else ctx.send(owner, { kind: 'attach', config, origin: originOf(ctx, s) })
  }
}

export function originOf(ctx: Context, s: Socket): Origin {
  return { gateway: ctx.me, socket: s.socket, player: s.player, name: s.name, client: s.client }
}
