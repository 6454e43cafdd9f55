// A bare TCP connection to a gateway, for what no well-behaved client does: bytes as they are, frames of any kind, and
// reading only when it wants to.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { ExecutionContext } from 'ava'
import { decodeToPlayer } from '../../protocol/codec.ts'
import type { ToPlayer } from '../../protocol/player.ts'
import { until } from './open.ts'

export const OPCODE = { rest: 0x0, text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa } as const

/** Lines of a handshake; two empty ones end it. */
export const UPGRADE = [
  'GET /play HTTP/1.1',
  'Host: localhost',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
]

/** A client's frame, with a mask that changes nothing. */
export function frame(opcode: number, payload: Uint8Array, { last = true } = {}): Buffer {
  const length = payload.byteLength
  const head = Buffer.alloc(length < 126 ? 6 : 8)
  head[0] = (last ? 0x80 : 0) | opcode
  head[1] = 0x80 | Math.min(length, 126)
  if (length >= 126) head.writeUInt16BE(length, 2)
  return Buffer.concat([head, payload])
}

/** The whole frames that a node sent, without the answer to the upgrade before them. */
export function framesIn(bytes: Buffer): { readonly opcode: number; readonly payload: Buffer }[] {
  const frames = []
  let at = bytes.indexOf('\r\n\r\n') + 4
  while (at + 10 <= bytes.length || at + 2 + bytes[at + 1]! <= bytes.length) {
    const short = bytes[at + 1]!
    const [head, length] =
      short < 126
        ? [2, short]
        : short === 126
          ? [4, bytes.readUInt16BE(at + 2)]
          : [10, Number(bytes.readBigUInt64BE(at + 2))]
    if (at + head + length > bytes.length) break
    frames.push({ opcode: bytes[at]! & 0xf, payload: bytes.subarray(at + head, at + head + length) })
    at += head + length
  }
  return frames
}

/** The messages in what a node sent. */
export const messagesIn = (bytes: Buffer): ToPlayer[] =>
  framesIn(bytes).flatMap(({ opcode, payload }) => (opcode === OPCODE.binary ? decodeToPlayer(payload) : []))

export class Wire {
  readonly #socket: Socket
  readonly #bytes: Buffer[] = []
  #received = 0
  /** Bytes that the kernel took of what was written. */
  sent = 0
  ended = false
  readonly #ending: Promise<void>

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('error', () => {})
    this.#ending = new Promise(resolve => {
      socket.once('close', () => {
        this.ended = true
        resolve()
      })
    })
    socket.on('data', chunk => {
      this.#bytes.push(chunk)
      this.#received += chunk.byteLength
    })
  }

  static async open(t: ExecutionContext, port: number, { halfOpen = false } = {}): Promise<Wire> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: halfOpen })
    await once(socket, 'connect')
    t.teardown(() => socket.destroy())
    return new Wire(socket)
  }

  /** With the upgrade answered, so that frames may follow. */
  static async play(t: ExecutionContext, port: number, headers: readonly string[] = []): Promise<Wire> {
    const wire = await Wire.open(t, port, { halfOpen: true })
    void wire.write([...UPGRADE, ...headers, '', ''].join('\r\n'))
    await until(() => wire.text.includes('\r\n\r\n'), 'the answer to the upgrade')
    return wire
  }

  /** Resolves when the kernel has taken it, or the connection has ended. */
  async write(bytes: string | Uint8Array): Promise<void> {
    if (this.ended) return
    const size = Buffer.byteLength(bytes)
    const done = new Promise<void>(resolve => {
      this.#socket.write(bytes, error => {
        if (!error) this.sent += size
        resolve()
      })
    })
    await Promise.race([done, this.#ending])
  }

  /** Again and again, as fast as it goes, until the connection has ended; false: it took more than `most` bytes. */
  async flood(bytes: Uint8Array, most: number): Promise<boolean> {
    while (!this.ended && this.sent < most) {
      await this.write(bytes)
      await pause(0)
    }
    return this.ended
  }

  get received(): number {
    return this.#received
  }

  get text(): string {
    return Buffer.concat(this.#bytes).toString('latin1')
  }

  get messages(): ToPlayer[] {
    return messagesIn(Buffer.concat(this.#bytes))
  }

  stopReading(): void {
    this.#socket.pause()
  }

  readOn(): void {
    this.#socket.resume()
  }

  /** The other side has sent its last byte. */
  get finished(): boolean {
    return this.#socket.readableEnded
  }

  destroy(): void {
    this.#socket.destroy()
  }
}
