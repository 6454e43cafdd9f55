// A player's end of a socket, over the platform's own WebSocket: what came in, frame by frame, and how it ended.
import { createTokens, type Identity } from '../../node/gateway/tokens/player-tokens.ts'
import { decodeToPlayer, encode, encodeToNode } from '../../protocol/codec.ts'
import type { ClientId, PlayerId, Seq, SessionId } from '../../protocol/ids.ts'
import type { ToNode, ToPlayer } from '../../protocol/player.ts'
import { PLAYER_PROTOCOL } from '../../protocol/version.ts'
import { KEY, until } from './open.ts'

export const SESSION = 'session-1' as SessionId
export const IDENTITY: Identity = { player: 'player-1' as PlayerId, name: 'Ariadne' }

export const token = (identity = IDENTITY, ttlMs = 60_000, key = KEY) => createTokens([key]).sign(identity, ttlMs)
export const auth = async (): Promise<ToNode> => ({ kind: 'auth', protocol: PLAYER_PROTOCOL, token: await token() })
export const command = (seq: number, body: unknown = { kind: 'ready' }): ToNode => ({
  kind: 'command',
  session: SESSION,
  seq: seq as Seq,
  body,
})
export const hello: ToNode = { kind: 'hello', session: SESSION, client: 'c1' as ClientId, replaces: '' as ClientId }

export class Player {
  readonly frames: ToPlayer[][] = []
  readonly opened: Promise<void>
  readonly closed: Promise<{ code: number; reason: string }>
  readonly #web: WebSocket

  constructor(port: number, path = '/play') {
    this.#web = new WebSocket(`ws://127.0.0.1:${port}${path}`)
    this.#web.binaryType = 'arraybuffer'
    this.#web.onmessage = ({ data }) => void this.frames.push(decodeToPlayer(new Uint8Array(data as ArrayBuffer)))
    this.opened = new Promise((resolve, reject) => {
      this.#web.onopen = () => resolve()
      this.#web.onerror = () => reject(new Error('the socket did not open'))
    })
    this.opened.catch(() => {})
    this.closed = new Promise(resolve => {
      this.#web.onclose = ({ code, reason }) => resolve({ code, reason })
    })
  }

  /** Opened and known. */
  static async enter(port: number, path?: string): Promise<Player> {
    const player = await Player.open(port, path)
    player.send(await auth())
    await player.next('ready')
    return player
  }

  static async open(port: number, path?: string): Promise<Player> {
    const player = new Player(port, path)
    await player.opened
    return player
  }

  get messages(): ToPlayer[] {
    return this.frames.flat()
  }

  send(...messages: readonly ToNode[]): void {
    this.#web.send(encodeToNode(messages) as Uint8Array<ArrayBuffer>)
  }

  sendValue(value: unknown): void {
    this.#web.send(encode(value) as Uint8Array<ArrayBuffer>)
  }

  sendRaw(data: string | Uint8Array): void {
    this.#web.send(data as string | Uint8Array<ArrayBuffer>)
  }

  close(): void {
    this.#web.close()
  }

  /** The first message of this kind, once it is there. */
  next<K extends ToPlayer['kind']>(kind: K): Promise<Extract<ToPlayer, { kind: K }>> {
    const find = () => this.messages.find(message => message.kind === kind)
    return until(() => find() as Extract<ToPlayer, { kind: K }> | undefined, `a message ${kind}`)
  }
}
