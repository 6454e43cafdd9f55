// All players' sockets of this node: numbers them, hands the library's events to the right one, and sends once per turn.
// Only sockets that have something queued are visited by a flush. It must never decide what a player is told.
import type { WebSocketBehavior } from 'uWebSockets.js'
import type { SocketId } from '../../protocol/ids.ts'
import type { ToPlayer } from '../../protocol/player.ts'
import type { GatewayEvent } from './gateway.ts'
import { BUFFERED_BYTES_MAX, FRAME_BYTES_HEARD_MAX, type Limits } from './limits.ts'
import { CLOSE_AWAY, PlaySocket, type UserData } from './socket.ts'
import type { Identity } from './tokens.ts'

export interface PlayOptions {
  readonly limits: Limits
  readonly verify: (token: string) => Promise<Identity>
  readonly emit: (event: GatewayEvent) => void
  readonly report: (what: string, error: unknown) => void
}

export class Play {
  readonly #options: PlayOptions
  readonly #sockets = new Map<SocketId, PlaySocket>()
  #awake = new Set<PlaySocket>()
  #last = 0
  #flushing = false
  #stopped = false

  constructor(options: PlayOptions) {
    this.#options = options
  }

  get count(): number {
    return this.#sockets.size
  }

  /** How uWebSockets.js is to treat `/play`. An exception that reaches the library ends the process. */
  behavior(): WebSocketBehavior<UserData> {
    return {
      maxPayloadLength: FRAME_BYTES_HEARD_MAX,
      idleTimeout: this.#options.limits.idleSeconds,
      sendPingsAutomatically: true,
      // The outbox gathers what a slow socket does not take: what goes beyond this the library said by itself.
      maxBackpressure: BUFFERED_BYTES_MAX,
      closeOnBackpressureLimit: true,
      upgrade: (res, req, context) => {
        const [key, protocol] = [req.getHeader('sec-websocket-key'), req.getHeader('sec-websocket-protocol')]
        const extensions = req.getHeader('sec-websocket-extensions')
        res.upgrade<UserData>({ player: this.#newSocket() }, key, protocol, extensions, context)
      },
      open: wire =>
        this.#safely('a socket could not be opened', () => {
          const { player } = wire.getUserData()
          this.#sockets.set(player.id, player)
          player.onOpen(wire)
        }),
      // The library takes the bytes back when we return, and a message may keep a part of them.
      message: (wire, bytes, isBinary) =>
        this.#safely('a frame could not be handled', () =>
          wire.getUserData().player.onFrame(new Uint8Array(bytes).slice(), isBinary),
        ),
      ping: wire => this.#safely('a ping could not be counted', () => wire.getUserData().player.onControl()),
      pong: wire => this.#safely('a pong could not be counted', () => wire.getUserData().player.onControl()),
      drain: wire => this.#safely('a socket could not be sent more', () => wire.getUserData().player.flush()),
      close: wire =>
        this.#safely('a socket could not be closed', () => {
          const { player } = wire.getUserData()
          this.#sockets.delete(player.id)
          this.#awake.delete(player)
          player.onClosed()
        }),
    }
  }

  reply(id: SocketId, message: ToPlayer): void {
    this.#sockets.get(id)?.reply(message)
  }

  close(id: SocketId, reason: string): void {
    this.#sockets.get(id)?.end(CLOSE_AWAY, reason)
  }

  flush(): void {
    const awake = this.#awake
    this.#awake = new Set()
    for (const socket of awake) socket.flush()
  }

  /** Ends every socket; nothing is emitted any more. */
  stop(reason: string): void {
    this.#stopped = true
    for (const socket of [...this.#sockets.values()]) socket.end(CLOSE_AWAY, reason)
  }

  #safely(what: string, act: () => void): void {
    try {
      act()
    } catch (error) {
      this.#options.report(what, error)
    }
  }

  #newSocket(): PlaySocket {
    const { limits, verify, report } = this.#options
    this.#last += 1
    return new PlaySocket(this.#last as SocketId, {
      limits,
      verify,
      report,
      emit: event => {
        if (!this.#stopped) this.#options.emit(event)
      },
      wake: (socket, ours) => {
        this.#awake.add(socket)
        if (ours) this.#flushSoon()
      },
    })
  }

  /** At the end of this turn: a timer would be starved by many ready sockets. */
  #flushSoon(): void {
    if (this.#flushing) return
    this.#flushing = true
    setImmediate(() => {
      this.#flushing = false
      this.flush()
    })
  }
}
