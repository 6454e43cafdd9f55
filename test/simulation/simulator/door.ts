// A process's side of its players' sockets: the real codecs, and no more of a gateway than that. A player's token is
// the player's name.
import { decodeToNode, encodeToPlayer } from '../../../protocol/codec.ts'
import type { PlayerId, SocketId } from '../../../protocol/ids.ts'
import type { ToNode, ToPlayer } from '../../../protocol/player.ts'
import type { Process } from './process.ts'
import type { World } from './world.ts'

/** The player's end of a socket. */
export interface Caller {
  opened(): void
  frame(bytes: Uint8Array): void
  closed(): void
}

interface Open {
  readonly socket: SocketId
  readonly caller: Caller
  player: PlayerId | null
  queue: ToPlayer[]
  /** The node has had enough: closed after what is queued. */
  closing: boolean
}

export class Door {
  readonly #world: World
  readonly #process: Process
  readonly #open = new Map<SocketId, Open>()
  #sockets = 0

  constructor(world: World, process: Process) {
    this.#world = world
    this.#process = process
  }

  get size(): number {
    return this.#open.size
  }

  /** A player's socket arrives. Gives its number for what follows. */
  accept(caller: Caller): SocketId {
    const socket = ++this.#sockets as SocketId
    const open: Open = { socket, caller, player: null, queue: [], closing: false }
    this.#open.set(socket, open)
    this.#process.post(() => this.#later(() => caller.opened()))
    return socket
  }

  /** A player's frame arrives. */
  frame(socket: SocketId, bytes: Uint8Array): void {
    this.#process.post(() => {
      const open = this.#open.get(socket)
      if (open) for (const message of decodeToNode(bytes)) this.#take(open, message)
    })
  }

  /** The player's end is closed. */
  left(socket: SocketId): void {
    this.#process.post(() => this.#forget(socket))
  }

  reply(socket: SocketId, message: ToPlayer): void {
    const open = this.#open.get(socket)
    if (!open) return
    if (open.player) this.#world.see({ kind: 'told', by: this.#process.peer, player: open.player, message })
    // Of updates only the newest is kept.
    if (message.kind === 'update')
      open.queue = open.queue.filter(m => m.kind !== 'update' || m.session !== message.session)
    open.queue.push(message)
  }

  close(socket: SocketId): void {
    const open = this.#open.get(socket)
    if (open) open.closing = true
  }

  /** Breaks the connection between, as a bad network does. */
  cut(socket: SocketId): void {
    const open = this.#open.get(socket)
    if (!open) return
    this.left(socket)
    this.#later(() => open.caller.closed())
  }

  /** End of a turn: a frame for each socket that has something queued. */
  flush(): void {
    for (const open of this.#open.values()) {
      if (open.queue.length > 0) {
        const bytes = encodeToPlayer(open.queue)
        open.queue = []
        this.#later(() => open.caller.frame(bytes))
      }
      if (!open.closing) continue
      this.#later(() => open.caller.closed())
      this.left(open.socket)
    }
  }

  /** The process is no more. Players notice, or, where nothing refuses them, do not. */
  break(seen: boolean): void {
    if (seen)
      for (const { caller } of this.#open.values())
        this.#world.agenda.after(this.#world.playerDelay() + 2, () => caller.closed())
    this.#open.clear()
  }

  #take(open: Open, message: ToNode): void {
    const { socket } = open
    if (message.kind === 'auth') {
      if (open.player) return
      open.player = message.token as PlayerId
      this.#process.handle({ kind: 'socket-open', socket, player: open.player, name: message.token })
      return
    }
    if (message.kind === 'ping') return void open.queue.push({ kind: 'pong', n: message.n })
    if (open.player) this.#process.handle({ kind: 'socket-message', socket, message })
  }

  #forget(socket: SocketId): void {
    const open = this.#open.get(socket)
    this.#open.delete(socket)
    if (open?.player) this.#process.handle({ kind: 'socket-closed', socket })
  }

  #later(act: () => void): void {
    this.#world.agenda.after(this.#world.playerDelay(), act)
  }
}
