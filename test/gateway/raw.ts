// A player's end of a socket that reads when it wants to: the platform's WebSocket reads all there is, a slow one must
// not.
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { encodeToNode } from '../../protocol/codec.ts'
import type { ToNode, ToPlayer } from '../../protocol/player.ts'
import { until } from './open.ts'
import { frame, messagesIn, OPCODE } from './wire.ts'

export class RawPlayer {
  readonly #socket: Socket
  #bytes: Buffer[] = []
  readonly ended: Promise<void>

  private constructor(socket: Socket) {
    this.#socket = socket
    this.ended = new Promise(resolve => socket.once('close', () => resolve()))
    socket.on('error', () => {})
    socket.on('data', chunk => this.#bytes.push(chunk))
  }

  static async open(port: number): Promise<RawPlayer> {
    const socket = connect(port, '127.0.0.1')
    await new Promise(resolve => socket.once('connect', resolve))
    const player = new RawPlayer(socket)
    const key = randomBytes(16).toString('base64')
    const upgrade = [
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${key}`,
    ]
    socket.write(['GET /play HTTP/1.1', 'Host: localhost', ...upgrade, '', ''].join('\r\n'))
    await until(() => player.received > 0, 'the upgrade')
    return player
  }

  /** In one frame of less than 64 KiB. */
  send(...messages: readonly ToNode[]): void {
    this.sendFrame(frame(OPCODE.binary, encodeToNode(messages)))
  }

  sendFrame(bytes: Uint8Array): void {
    this.#socket.write(bytes)
  }

  stopReading(): void {
    this.#socket.pause()
  }

  readOn(): void {
    this.#socket.resume()
  }

  get received(): number {
    return this.#bytes.reduce((sum, chunk) => sum + chunk.length, 0)
  }

  /** All whole frames that came so far. */
  messages(): ToPlayer[] {
    const all = Buffer.concat(this.#bytes)
    this.#bytes = [all]
    return messagesIn(all)
  }

  destroy(): void {
    this.#socket.destroy()
  }
}
