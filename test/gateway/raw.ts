// A player's end of a socket that reads when it wants to: the platform's WebSocket reads all there is, a slow one must not.
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { decodeToPlayer, encodeToNode } from '../../protocol/codec.ts'
import type { ToNode, ToPlayer } from '../../protocol/player.ts'
import { until } from './open.ts'

const BINARY = 0x82
const CLOSE = 0x88

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

  /** In one frame of less than 64 KiB, masked as the standard demands, with a mask that changes nothing. */
  send(...messages: readonly ToNode[]): void {
    const bytes = encodeToNode(messages)
    const head = Buffer.from([BINARY, 0x80 | 126, bytes.length >> 8, bytes.length & 255, 0, 0, 0, 0])
    this.#socket.write(Buffer.concat([head, bytes]))
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
    const found: ToPlayer[] = []
    let at = all.indexOf('\r\n\r\n') + 4
    while (at + 10 <= all.length) {
      const short = all[at + 1]!
      const [head, length] =
        short < 126
          ? [2, short]
          : short === 126
            ? [4, all.readUInt16BE(at + 2)]
            : [10, Number(all.readBigUInt64BE(at + 2))]
      if (at + head + length > all.length || all[at] === CLOSE) break
      if (all[at] === BINARY) found.push(...decodeToPlayer(all.subarray(at + head, at + head + length)))
      at += head + length
    }
    return found
  }

  destroy(): void {
    this.#socket.destroy()
  }
}
