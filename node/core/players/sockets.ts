// The players' sockets of this node, and the way of their inputs to whoever owns the session.
//
// A gateway keeps nothing of a session: it may die, and the socket be opened elsewhere, without anything being lost.
import { type ClientId, NOBODY, type PlayerId, type SessionId, type SocketId } from '../../../protocol/ids.ts'

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
}
