// One player's socket, from its opening to its end: who the player is, what it may say and how fast, and what waits to
// be sent to it.
//
// The first message is auth. Messages that come while the token is verified wait, in order. After that everything that
// is for core goes there as an event, and pings are answered here. Whatever a player sends wrong is answered by an
// error with a code and ends the socket. This is safe because nothing reaches core before the token is good, every
// message is validated first, and the library's object is never touched after the close event. This file must never
// know a session's owner, a seat or a game's rules.
import type { WebSocket } from 'uWebSockets.js'
import { CodecError, decodeToNode } from '../../../protocol/codec.ts'
import type { PlayerErrorCode } from '../../../protocol/errors.ts'
import type { SocketId } from '../../../protocol/ids.ts'
import type { PlayerInput, ToNode, ToPlayer } from '../../../protocol/player.ts'
import { PLAYER_PROTOCOL } from '../../../protocol/version.ts'
import type { Allowances, Unallowed } from '../admission/allowances.ts'
import { Bucket } from '../admission/bucket.ts'
import type { ClientAddress } from '../admission/client-address.ts'
import type { CrowdRefusal } from '../admission/crowd.ts'
import {
  BUFFERED_BYTES_MAX,
  CLOSE_REASON_BYTES_MAX,
  type Limits,
  UNREAD_PONGS_MAX,
  WAITING_MESSAGES_MAX,
} from '../admission/gateway-limits.ts'
import { Wishes } from '../admission/wishes.ts'
import type { GatewayEvent } from '../gateway.ts'
import type { FrontRefusal } from '../http/front.ts'
import { type Admitted, TokenError } from '../tokens/player-tokens.ts'
import { encodeFrame, Outbox } from './unsent.ts'

/** The player did something that this node does not accept; the reason is an error's code. */
const CLOSE_REFUSED = 4000
/** The node leaves, or core ends the socket: the client should connect again. */
export const CLOSE_AWAY = 1001
/** This node failed. */
const CLOSE_FAILED = 1011

/** Why a gateway refuses something, to be counted. `unread`: the client did not take what it was sent. */
export type GatewayRefusal = CrowdRefusal | FrontRefusal | Unallowed | PlayerErrorCode | 'unread'
/** For the log. */
export type About = Readonly<Record<string, string>>

/** Words of chance for the code and the game of a new session. */
const CHANCE_WORDS = 5

/** What a socket needs of the gateway around it. */
export interface Surroundings {
  readonly limits: Limits
  readonly allowances: Allowances
  verify(token: string): Promise<Admitted>
  emit(event: GatewayEvent): void
  /** The socket has something to send at the end of this turn; `ours`: core knows nothing of it and will not flush. */
  wake(socket: PlaySocket, ours: boolean): void
  report(what: string, error: unknown): void
  refused(why: GatewayRefusal): void
}

/** The library copies the properties of user data to its own object: ours is one of them. */
export interface UserData {
  readonly player: PlaySocket
}
export type Wire = WebSocket<UserData>

export class PlaySocket {
  readonly id: SocketId
  readonly address: ClientAddress
  readonly #around: Surroundings
  readonly #outbox = new Outbox()
  readonly #bucket: Bucket
  /** Null before the open event and from the end on. */
  #wire: Wire | null = null
  #phase: 'strange' | 'verifying' | 'known' = 'strange'
  #waiting: ToNode[] = []
  #renewed: string | null = null
  #patience: NodeJS.Timeout | undefined
  #unreadPongs = 0
  /** Null until the player is known. */
  #wishes: Wishes | null = null

  constructor(id: SocketId, address: ClientAddress, around: Surroundings) {
    this.id = id
    this.address = address
    this.#around = around
    this.#bucket = new Bucket(around.limits, performance.now())
  }

  onOpen(wire: Wire): void {
    this.#wire = wire
    const { authWithinMs } = this.#around.limits
    const late = () => this.#refuse('not-authenticated', `no auth came within ${authWithinMs / 1_000} s`)
    this.#patience = setTimeout(late, authWithinMs)
  }

  onFrame(bytes: Uint8Array, isBinary: boolean): void {
    try {
      if (!isBinary) return this.#refuse('bad-frame', 'this is a text frame: send msgpack in binary frames')
      const messages = decodeToNode(bytes)
      if (messages.length === 0) this.#admits()
      for (const message of messages) {
        if (this.#wire === null) return
        if (this.#admits()) this.#onMessage(message)
      }
    } catch (error) {
      if (error instanceof CodecError) this.#refuse(error.code, error.message)
      else this.#fail('a frame could not be handled', error)
    }
  }

  /** A ping counts like a message. The library has already answered it; only a few of its answers may wait behind
   *  ours. */
  onPing(): void {
    if (this.#wire === null) return
    this.#unreadPongs = this.#wire.getBufferedAmount() > BUFFERED_BYTES_MAX ? this.#unreadPongs + 1 : 0
    if (this.#unreadPongs > UNREAD_PONGS_MAX) this.#cutOff(this.#wire)
    else this.#admits()
  }

  /** A pong counts like a message, and shows that the player reads, however slowly. */
  onPong(): void {
    if (this.#wire !== null) this.#admits()
  }

  /** The close event: of the peer, of the network, or of our own `end`. Nothing of the wire may be used any more. */
  onClosed(): void {
    clearTimeout(this.#patience)
    this.#wire = null
    this.#waiting = []
    this.#outbox.take()
    if (this.#phase !== 'known') return
    // The event may come in the middle of an effect of core: core hears of it only after that.
    queueMicrotask(() => {
      try {
        this.#around.emit({ kind: 'socket-closed', socket: this.id })
      } catch (error) {
        this.#around.report('the end of a socket could not be handled', error)
      }
    })
  }

  /** Queues what core answers. */
  reply(message: ToPlayer): void {
    this.#wishes?.hear(message, performance.now())
    const renews = message.kind === 'ready' && this.#renewed !== null
    this.#queue(renews ? { ...message, token: this.#renewed! } : message, false)
  }

  /** Sends one frame of all that waits; nothing as long as the player has not taken enough of what was sent before. */
  flush(): void {
    if (this.#wire === null || this.#outbox.empty || this.#wire.getBufferedAmount() > BUFFERED_BYTES_MAX) return
    try {
      this.#wire.send(encodeFrame(this.#outbox.take()), true)
    } catch (error) {
      this.#fail('a frame could not be encoded', error)
    }
  }

  /** Sends what waits, then closes. */
  end(code: number, reason: string): void {
    const wire = this.#wire
    if (wire === null) return
    try {
      if (!this.#outbox.empty) wire.send(encodeFrame(this.#outbox.take()), true)
    } catch (error) {
      this.#around.report('a last frame could not be encoded', error)
    }
    this.#wire = null
    wire.end(code, cutReason(reason))
  }

  #queue(message: ToPlayer, ours: boolean): void {
    if (this.#wire === null) return
    if (this.#outbox.add(message)) this.#around.wake(this, ours)
    else this.#cutOff(this.#wire)
  }

  /** The client does not read, so a reason would not reach it. */
  #cutOff(wire: Wire): void {
    this.#around.refused('unread')
    wire.close()
  }

  #admits(): boolean {
    const verdict = this.#bucket.take(performance.now())
    const { messagesPerSecond } = this.#around.limits
    const text = `more than ${messagesPerSecond} messages a second: what comes too fast is dropped, slow down`
    if (verdict === 'warn') this.#queue({ kind: 'error', code: 'too-fast', text }, true)
    if (verdict === 'close') this.#refuse('too-fast', text)
    return verdict === 'pass'
  }

  #onMessage(message: ToNode): void {
    if (this.#phase === 'known') return this.#onKnown(message)
    if (this.#phase === 'verifying') {
      if (this.#waiting.length < WAITING_MESSAGES_MAX) this.#waiting.push(message)
      else this.#refuse('too-fast', `more than ${WAITING_MESSAGES_MAX} messages before ready: wait for it`)
      return
    }
    if (message.kind === 'auth') this.#onAuth(message)
    else this.#refuse('not-authenticated', `the first message must be auth, and it is ${message.kind}`)
  }

  #onAuth({ protocol, token }: Extract<ToNode, { kind: 'auth' }>): void {
    if (protocol !== PLAYER_PROTOCOL) {
      const text = `this node speaks protocol ${PLAYER_PROTOCOL}, and the client ${protocol}: reload the page`
      return this.#refuse('bad-protocol', text)
    }
    clearTimeout(this.#patience)
    this.#phase = 'verifying'
    this.#around
      .verify(token)
      .then(identity => this.#onVerified(identity))
      .catch(error => {
        if (error instanceof TokenError) this.#refuse(error.code, error.message)
        else this.#fail('a token could not be verified', error)
      })
  }

  #onVerified({ player, name, renewed = null }: Admitted): void {
    if (this.#wire === null) return
    this.#phase = 'known'
    this.#renewed = renewed
    this.#wishes = new Wishes(this.#around.allowances, player, this.address)
    this.#around.emit({ kind: 'socket-open', socket: this.id, player, name })
    const waiting = this.#waiting
    this.#waiting = []
    for (const message of waiting) if (this.#wire !== null) this.#onKnown(message)
  }

  #onKnown(message: ToNode): void {
    switch (message.kind) {
      case 'auth':
        return this.#refuse('bad-message', 'auth comes once: open another socket to be somebody else')
      case 'ping':
        return this.#queue({ kind: 'pong', n: message.n }, true)
      case 'create':
      case 'join': {
        const refusal = this.#wishes!.refuse(message, performance.now())
        if (refusal) return this.#queue(refusal, true)
        return this.#tell(message, [...crypto.getRandomValues(new Uint32Array(CHANCE_WORDS))])
      }
      default:
        return this.#tell(message)
    }
  }

  #tell(message: PlayerInput, chance?: readonly number[]): void {
    this.#around.emit({ kind: 'socket-message', socket: this.id, message, ...(chance && { chance }) })
  }

  #refuse(code: PlayerErrorCode, text: string): void {
    this.#around.refused(code)
    if (this.#wire !== null && this.#wire.getBufferedAmount() > BUFFERED_BYTES_MAX) return this.#cutOff(this.#wire)
    this.#queue({ kind: 'error', code, text }, true)
    this.end(CLOSE_REFUSED, code)
  }

  #fail(what: string, error: unknown): void {
    this.#around.report(what, error)
    this.end(CLOSE_FAILED, 'the node failed: connect again')
  }
}

/** Cuts by bytes, at the end of a character. */
function cutReason(reason: string): string {
  const bytes = new TextEncoder().encode(reason)
  if (bytes.byteLength <= CLOSE_REASON_BYTES_MAX) return reason
  return new TextDecoder().decode(bytes.subarray(0, CLOSE_REASON_BYTES_MAX)).replace(/\uFFFD+$/, '')
}
