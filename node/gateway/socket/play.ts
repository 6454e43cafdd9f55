// All players' sockets of this node. It lets them in or not, numbers them, hands the library's events to the right one,
// and sends once per turn. A flush visits only those sockets that have something queued. This file must never decide
// what a player is told.
import type { HttpRequest, HttpResponse, TemplatedApp, us_socket_context_t, WebSocketBehavior } from 'uWebSockets.js'
import type { SocketId } from '../../../protocol/ids.ts'
import type { ToPlayer } from '../../../protocol/player.ts'
import type { Allowances } from '../admission/allowances.ts'
import { type ClientAddress, clientAddress, type TrustProxy } from '../admission/client-address.ts'
import type { Crowd } from '../admission/crowd.ts'
import {
  FRAME_BYTES_HEARD_MAX,
  LARGE_FRAME_BYTES_HEARD_MAX,
  LARGE_FRAME_SOCKETS_MAX,
  type Limits,
} from '../admission/gateway-limits.ts'
import type { GatewayEvent } from '../gateway.ts'
import type { Answer } from '../http/answer.ts'
import { abortedBy, writeAnswer } from '../http/answer.ts'
import { json } from '../http/http.ts'
import type { Identity } from '../tokens/player-tokens.ts'
import { type Proof, type Seat, SeatProofs } from '../tokens/seat-proof.ts'
import { CLOSE_AWAY, type GatewayRefusal, PlaySocket, type UserData } from './socket.ts'

export interface PlayOptions {
  readonly limits: Limits
  /** The answer to a refused handshake; null if it may go on. */
  readonly refuse: (req: HttpRequest) => Answer | null
  readonly allowances: Allowances
  readonly verify: (token: string) => Promise<Identity>
  readonly emit: (event: GatewayEvent) => void
  readonly report: (what: string, error: unknown) => void
  readonly refused: (why: GatewayRefusal) => void
  readonly crowd: Crowd
  readonly trustProxy: TrustProxy
}

/** Answers to a socket that is not let in. */
const FULL = json(
  '503 Service Unavailable',
  { text: 'This node has as many players as it can take: try again, or another node.' },
  { 'retry-after': '5' },
)
const CROWDED = json(
  '429 Too Many Requests',
  { text: 'Too many players come from this address: close some of the open pages.' },
  { 'retry-after': '5' },
)
/** The library's own reason, which comes with the close event and no other sign. */
const TOO_BIG = 'Received too big message'

export class Play {
  readonly #options: PlayOptions
  readonly #sockets = new Map<SocketId, PlaySocket>()
  #awake = new Set<PlaySocket>()
  #last = 0
  /** How many open sockets may send a large frame, so that they can be told that it is too large. */
  #large = 0
  #flushing = false
  #stopped = false
  readonly #proofs: SeatProofs

  constructor(options: PlayOptions) {
    this.#options = options
    this.#proofs = new SeatProofs(
      () => this.#newId(),
      event => this.#emit(event),
    )
  }

  /** Whether the client holds the player's seat. */
  holds(who: Identity, seat: Seat): Promise<Proof> {
    return this.#proofs.holds(who, seat)
  }

  get count(): number {
    return this.#sockets.size
  }

  /** The library knows one size of frames per route. The first sockets take the route for large frames; all others
   *  fall through to the next one. */
  attach(app: TemplatedApp, paths: readonly string[]): TemplatedApp {
    for (const path of paths) app.ws(path, this.#behavior(paths, true))
    return app.ws('/*', this.#behavior(paths, false))
  }

  /** An exception that reaches the library ends the process. */
  #behavior(paths: readonly string[], large: boolean): WebSocketBehavior<UserData> {
    return {
      maxPayloadLength: large ? LARGE_FRAME_BYTES_HEARD_MAX : FRAME_BYTES_HEARD_MAX,
      idleTimeout: this.#options.limits.idleSeconds,
      sendPingsAutomatically: true,
      maxBackpressure: 0, // none: the outbox gathers what a slow socket does not take, and pongs are counted
      upgrade: (res, req, context) => {
        if (large ? this.#large >= LARGE_FRAME_SOCKETS_MAX : !paths.includes(req.getUrl())) req.setYield(true)
        else this.#upgrade(res, req, context)
      },
      open: wire =>
        this.#safely('a socket could not be opened', () => {
          const { player } = wire.getUserData()
          this.#sockets.set(player.id, player)
          if (large) this.#large += 1
          player.onOpen(wire)
        }),
      // The library reuses the bytes when this returns, and a message may keep a part of them.
      message: (wire, bytes, isBinary) =>
        this.#safely('a frame could not be handled', () =>
          wire.getUserData().player.onFrame(new Uint8Array(bytes).slice(), isBinary),
        ),
      ping: wire => this.#safely('a ping could not be counted', () => wire.getUserData().player.onPing()),
      pong: wire => this.#safely('a pong could not be counted', () => wire.getUserData().player.onPong()),
      drain: wire => this.#safely('a socket could not be sent more', () => wire.getUserData().player.flush()),
      close: (wire, _, why) =>
        this.#safely('a socket could not be closed', () => {
          const { player } = wire.getUserData()
          this.#options.crowd.socketEnded(player.address)
          if (Buffer.from(why).toString() === TOO_BIG) this.#options.refused('frame-too-large')
          this.#sockets.delete(player.id)
          if (large) this.#large -= 1
          this.#awake.delete(player)
          player.onClosed()
        }),
    }
  }

  /** The answer if there is no room for a socket; null if there is. */
  full(address: ClientAddress): Answer | null {
    const refusal = this.#options.crowd.wouldPlay(address)
    if (refusal === null) return null
    return refusal === 'node-full' ? FULL : CROWDED
  }

  reply(id: SocketId, message: ToPlayer): void {
    const socket = this.#sockets.get(id)
    if (socket) socket.reply(message)
    else this.#proofs.hear(id, message)
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

  #upgrade(res: HttpResponse, req: HttpRequest, context: us_socket_context_t): void {
    const { crowd, trustProxy, refuse } = this.#options
    const address = clientAddress(res, req, trustProxy)
    const refusal = refuse(req) ?? this.full(address)
    if (refusal !== null) return writeAnswer(res, refusal, { headOnly: false, gone: abortedBy(res) })
    const [key, protocol] = [req.getHeader('sec-websocket-key'), req.getHeader('sec-websocket-protocol')]
    const extensions = req.getHeader('sec-websocket-extensions')
    crowd.becameSocket(address)
    res.upgrade<UserData>({ player: this.#newSocket(address) }, key, protocol, extensions, context)
  }

  #emit(event: GatewayEvent): void {
    if (!this.#stopped) this.#options.emit(event)
  }

  #newId(): SocketId {
    this.#last += 1
    return this.#last as SocketId
  }

  #newSocket(address: ClientAddress): PlaySocket {
    const { limits, allowances, verify, report, refused } = this.#options
    return new PlaySocket(this.#newId(), address, {
      limits,
      allowances,
      verify,
      report,
      refused,
      emit: event => this.#emit(event),
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
