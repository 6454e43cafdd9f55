// The players' sockets of this node, and the way of their inputs to whoever owns the session.
//
// A gateway keeps nothing of a session: it may die, and the socket be opened elsewhere, without anything being lost. It
// follows the directory: where a session's owner changes, it asks the new one to show the session to its sockets.
import type { Configuration } from '../../../protocol/configuration.ts'
import { type ClientId, NOBODY, type PlayerId, type SessionId, type SocketId } from '../../../protocol/ids.ts'
import type { Origin } from '../../../protocol/mesh.ts'
import type { Context } from '../context.ts'

export const PARKED = 'No server is left to run this game, so it was saved. It goes on when one starts again.'
export const RESUMING = 'A server has begun to resume this game. It goes on once others keep copies of it.'

export interface Socket {
  readonly socket: SocketId
  readonly player: PlayerId
  readonly name: string
  /** The session it has said hello for. */
  session: SessionId | null
  client: ClientId
}

export class Sockets {
  readonly #sockets = new Map<SocketId, Socket>()
  readonly #bySession = new Map<SessionId, Set<Socket>>()

  get size(): number {
    return this.#sockets.size
  }

  open(socket: SocketId, player: PlayerId, name: string): void {
    this.#sockets.set(socket, { socket, player, name, session: null, client: NOBODY })
  }

  get(socket: SocketId): Socket | undefined {
    return this.#sockets.get(socket)
  }

  all(): Socket[] {
    return [...this.#sockets.values()].sort((a, b) => a.socket - b.socket)
  }

  of(session: SessionId): Socket[] {
    return [...(this.#bySession.get(session) ?? [])].sort((a, b) => a.socket - b.socket)
  }

  sessions(): SessionId[] {
    return [...this.#bySession.keys()].sort()
  }

  enter(s: Socket, session: SessionId, client: ClientId): void {
    this.leave(s)
    s.session = session
    s.client = client
    const set = this.#bySession.get(session) ?? new Set()
    this.#bySession.set(session, set.add(s))
  }

  leave(s: Socket): void {
    if (s.session === null) return
    const set = this.#bySession.get(s.session)
    set?.delete(s)
    if (set?.size === 0) this.#bySession.delete(s.session)
    s.session = null
    s.client = NOBODY
  }

  close(socket: SocketId): Socket | undefined {
    const s = this.#sockets.get(socket)
    if (s) this.leave(s)
    this.#sockets.delete(socket)
    return s
  }

  /** The session has another owner: it is asked to go on showing it here; or it has none, and is over. */
  ownerChanged(ctx: Context, config: Configuration): void {
    const { session, owner } = config
    for (const s of this.of(session)) {
      if (config.parked !== undefined) ctx.reply(s.socket, { kind: 'paused', session, why: PARKED })
      else if (config.yielded)
        continue // and is told where it goes on, once that is known here
      else if (owner === null) {
        ctx.reply(s.socket, { kind: 'error', code: 'session-over', text: 'This game has ended.', session })
        this.leave(s)
      } else ctx.send(owner, { kind: 'attach', config, origin: originOf(ctx, s) })
    }
  }
}

export function originOf(ctx: Context, s: Socket): Origin {
  return { gateway: ctx.me, socket: s.socket, player: s.player, name: s.name, client: s.client }
}
