// The way of a message to one player, whichever node has the socket.
import type { Origin } from '../../../protocol/mesh.ts'
import type { ToPlayer } from '../../../protocol/player.ts'
import type { Context } from '../context.ts'

export const watcherKey = (origin: Origin): string => `${origin.gateway} ${origin.socket}`

export function tell(ctx: Context, origin: Origin, message: ToPlayer): void {
  ctx.send(origin.gateway, { kind: 'deliver', sockets: [origin.socket], message })
}
