// A player by the bare protocol: says what it is told to, once, and hands out what comes. Nothing is repeated, filtered
// or mended, so what it sees is what the node said.
import { decodeToPlayer, encodeToNode } from '../../protocol/codec.ts'
import type { ToNode, ToPlayer } from '../../protocol/player.ts'
import { PLAYER_PROTOCOL } from '../../protocol/version.ts'

export type Message<K extends ToPlayer['kind']> = Extract<ToPlayer, { kind: K }>

/** What was waited for did not come, or an error came instead. */
export class RawPlayerError extends Error {
  override readonly name = 'RawPlayerError'
  /** The node's refusal, where that is what came. */
  readonly refusal: Message<'error'> | null
  constructor(message: string, refusal: Message<'error'> | null = null) {
    super(message)
    this.refusal = refusal
  }
}

interface Waiting {
  readonly take: (message: ToPlayer) => boolean
  readonly fail: (error: RawPlayerError) => void
}

export class RawPlayer {
  readonly #socket: WebSocket
  readonly #waiting = new Set<Waiting>()
  /** Everything that came, in order. */
  readonly heard: ToPlayer[] = []

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.binaryType = 'arraybuffer'
    socket.onmessage = ({ data }) => {
      for (const message of decodeToPlayer(new Uint8Array(data as ArrayBuffer))) this.#hear(message)
    }
    socket.onclose = ({ reason }) => this.#fail(new RawPlayerError(`the socket closed: ${reason || 'no reason given'}`))
  }

  /** An authenticated player. @throws RawPlayerError */
  static async connect(play: string, token: string, withinMs = 5_000): Promise<RawPlayer> {
    const socket = new WebSocket(play)
    const player = new RawPlayer(socket)
    const ready = player.expect('ready', () => true, withinMs)
    socket.onopen = () => player.say({ kind: 'auth', protocol: PLAYER_PROTOCOL, token })
    try {
      await ready
      return player
    } catch (error) {
      player.close()
      throw error
    }
  }

  /** One frame. */
  say(...messages: ToNode[]): void {
    this.#socket.send(encodeToNode(messages) as Uint8Array<ArrayBuffer>)
  }

  /** The next message of this kind that fits. An error about the same session, or about none, ends the wait. @throws
   *  RawPlayerError */
  expect<K extends ToPlayer['kind']>(
    kind: K,
    fits: (message: Message<K>) => boolean = () => true,
    withinMs = 10_000,
    session?: string,
  ): Promise<Message<K>> {
    const { promise, resolve, reject } = Promise.withResolvers<Message<K>>()
    const end = () => {
      clearTimeout(timer)
      this.#waiting.delete(waiting)
    }
    const waiting: Waiting = {
      take: message => {
        if (message.kind === kind && fits(message as Message<K>)) {
          end()
          resolve(message as Message<K>)
        } else if (message.kind === 'error' && (session === undefined || message.session === session)) {
          end()
          reject(new RawPlayerError(`${message.code}: ${message.text}`, message))
        } else return false
        return true
      },
      fail: error => {
        end()
        reject(error)
      },
    }
    const timer = setTimeout(() => waiting.fail(new RawPlayerError(`no ${kind} came within ${withinMs} ms`)), withinMs)
    this.#waiting.add(waiting)
    return promise
  }

  close(): void {
    this.#socket.onclose = null
    this.#socket.close()
    this.#fail(new RawPlayerError('the player has left'))
  }

  #hear(message: ToPlayer): void {
    this.heard.push(message)
    for (const waiting of [...this.#waiting]) waiting.take(message)
  }

  #fail(error: RawPlayerError): void {
    for (const waiting of [...this.#waiting]) waiting.fail(error)
  }
}
