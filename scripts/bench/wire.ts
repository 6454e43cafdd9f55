// A WebSocket client over a bare TCP socket: a generator that shares a machine with what it measures must cost little.
// It reads whole frames, sends with a mask that changes nothing, answers pings, and counts the bytes of both ways,
// frames' heads included.
import { connect, type Socket } from 'node:net'

const OPCODE = { binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa } as const
/** Any key will do for a server that nobody caches. */
const KEY = 'dGhlIHNhbXBsZSBub25jZQ=='
const HEAD_END = '\r\n\r\n'

export class Wire {
  onFrame: (payload: Buffer) => void = () => {}
  onClose: () => void = () => {}
  bytesIn = 0
  bytesOut = 0
  readonly #socket: Socket
  #rest: Buffer | null = null

  private constructor(socket: Socket) {
    this.#socket = socket
  }

  /** @throws Error where nobody listens, or the answer is no upgrade. */
  static open(url: string): Promise<Wire> {
    const { hostname, port, pathname, search } = new URL(url)
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    const wire = new Wire(socket)
    const { promise, resolve, reject } = Promise.withResolvers<Wire>()
    socket.on('error', reject)
    socket.on('close', () => {
      reject(new Error(`${url} closed the connection`))
      wire.onClose()
    })
    socket.write(
      `GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${KEY}${HEAD_END}`,
    )
    let head = Buffer.alloc(0)
    const onHead = (bytes: Buffer) => {
      head = Buffer.concat([head, bytes])
      const end = head.indexOf(HEAD_END)
      if (end < 0) return
      socket.off('data', onHead)
      if (!head.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101')))
        return reject(new Error(`${url} answered ${head.subarray(0, end)}`))
      socket.on('data', chunk => wire.#read(chunk))
      const after = head.subarray(end + HEAD_END.length)
      resolve(wire)
      // Whoever waits for this promise sets `onFrame` first.
      if (after.length > 0) setImmediate(() => wire.#read(after))
    }
    socket.on('data', onHead)
    return promise
  }

  send(payload: Uint8Array, opcode: number = OPCODE.binary): void {
    const { length } = payload
    const head = length < 126 ? 6 : 8
    const frame = Buffer.alloc(head + length)
    frame[0] = 0x80 | opcode
    frame[1] = 0x80 | Math.min(length, 126)
    if (length >= 126) frame.writeUInt16BE(length, 2)
    frame.set(payload, head)
    this.bytesOut += frame.length
    this.#socket.write(frame)
  }

  close(): void {
    this.onClose = () => {}
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    this.bytesIn += chunk.length
    const bytes = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk])
    let at = 0
    for (;;) {
      const frame = frameAt(bytes, at)
      if (frame === null) break
      at = frame.end
      if (frame.opcode === OPCODE.binary) this.onFrame(frame.payload)
      else if (frame.opcode === OPCODE.ping) this.send(frame.payload, OPCODE.pong)
    }
    this.#rest = at < bytes.length ? bytes.subarray(at) : null
  }
}

/** A whole unmasked frame, as servers send it, or null. */
function frameAt(bytes: Buffer, at: number): { opcode: number; payload: Buffer; end: number } | null {
  if (bytes.length < at + 2) return null
  const short = bytes[at + 1]!
  const head = short < 126 ? 2 : short === 126 ? 4 : 10
  if (bytes.length < at + head) return null
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2))
  const end = at + head + length
  return bytes.length < end ? null : { opcode: bytes[at]! & 0xf, payload: bytes.subarray(at + head, end), end }
}
