// The link to one peer: its connections, of which one is used, and one stream each way. The peer with the lower id
// chooses the connection, by opening its stream there, and closes the others; the other peer follows. So two that dial
// each other at once agree without a message, no message changes its connection, and order is kept. A peer is up when
// both streams stand, and down when the connection in use is gone, with all that was queued. It knows no message.
import type { Connection, Stream } from '@libp2p/interface'
import { decodeMesh } from '../../../protocol/codec.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import type { MeshMessage } from '../../../protocol/mesh.ts'
import type { Address } from '../discovery/peer-address.ts'
import { Silence } from '../liveness/silence.ts'
import { HANDSHAKE_TIMEOUT_MS } from '../mesh-limits.ts'
import { type MeshLog, type Once, reason } from '../mesh-log.ts'
import { tellWindowSeldom } from './coalesce.ts'
import { Deframer } from './frames.ts'
import { Outbox } from './send-queue.ts'

/** A connection whose hellos were exchanged. */
export interface Wire {
  readonly connection: Connection
  /** Where the peer listens. */
  readonly address: Address
  readonly release: string
}

export interface LinkContext {
  readonly me: PeerId
  /** Name of the stream's protocol, with its version. */
  readonly protocol: string
  readonly log: MeshLog
  readonly once: Once
  onUp(link: Link): void
  onDown(link: Link, wire: Wire): void
  /** Nothing comes over this wire any more, though it may yet. */
  onStalled(link: Link, wire: Wire): void
  onMessage(from: PeerId, message: MeshMessage): void
}

export class Link {
  readonly peer: PeerId
  readonly #context: LinkContext
  readonly #decides: boolean
  readonly #wires = new Map<Connection, Wire>()
  readonly #outbox = new Outbox()
  readonly #silence = new Silence()
  /** Messages that came before the peer was up here; core is told them right after it is. */
  #held: MeshMessage[] = []
  #used: Wire | null = null
  #outbound: Stream | null = null
  #inbound: Stream | null = null
  #up = false

  constructor(peer: PeerId, context: LinkContext) {
    this.peer = peer
    this.#context = context
    this.#decides = context.me < peer
  }

  get up(): boolean {
    return this.#up
  }

  get empty(): boolean {
    return this.#wires.size === 0
  }

  /** Nothing waits here, nor in any stream of the connection. */
  get flushed(): boolean {
    return this.#outbox.empty && (this.#used?.connection.streams ?? []).every(stream => stream.writeBufferLength === 0)
  }

  get used(): Wire | null {
    return this.#used
  }

  get wires(): readonly Wire[] {
    return [...this.#wires.values()]
  }

  get silent(): boolean {
    return this.#silence.silent
  }

  /** The connection is open, and nothing comes. */
  get stalled(): boolean {
    return this.#up && this.#silence.stalled
  }

  tick(): void {
    if (this.#up && this.#silence.tick() && this.#used) this.#context.onStalled(this, this.#used)
  }

  /** `unheard`: the peer has opened it since it hears nothing of us on the one in use, though we may still hear it. */
  add(wire: Wire, unheard = false): void {
    this.#wires.set(wire.connection, wire)
    if (!this.#decides) return this.#expect(wire)
    if (!this.#used) return this.#use(wire)
    // If both ends opened one at once after they had waited for each other, the one in use is good.
    if (!this.silent && !(unheard && this.#silence.old)) return close(wire.connection)
    // The one in use is dead and no node has noticed yet, or the peer would not have opened a new one.
    this.#context.log.info({ peer: this.peer }, 'a silent connection is replaced by a new one')
    this.#drop(this.#used)
    if (!this.#used) this.#use(wire)
  }

  /** The peer's stream. */
  accept(stream: Stream, connection: Connection): void {
    const wire = this.#wires.get(connection)
    if (!wire || (this.#decides && this.#used !== wire)) return stream.abort(new Error('not the connection in use'))
    if (this.#used !== wire) {
      if (this.#used) this.#drop(this.#used)
      this.#use(wire)
    }
    this.#inbound = stream
    tellWindowSeldom(stream)
    this.#silence.heard()
    const deframer = new Deframer(payload => this.receive(payload))
    const ended = () => this.#inbound === stream && close(connection)
    stream.addEventListener('message', ({ data }) => {
      if (this.#inbound !== stream) return
      this.#silence.heard()
      try {
        deframer.push(data.subarray())
      } catch (error) {
        this.#context.log.error({ peer: this.peer }, `the peer's stream is unreadable and is closed: ${reason(error)}`)
        connection.abort(new Error('unreadable stream'))
      }
    })
    stream.addEventListener('remoteCloseWrite', ended)
    stream.addEventListener('close', ended)
    this.#check()
  }

  /** A connection has closed, or is given up. */
  remove(connection: Connection): void {
    const wire = this.#wires.get(connection)
    this.#wires.delete(connection)
    if (!wire || this.#used !== wire) return
    this.#used = null
    this.#outbound = null
    this.#inbound = null
    this.#held = []
    this.#outbox.clear()
    const wasUp = this.#up
    this.#up = false
    if (wasUp) this.#context.onDown(this, wire)
    const [next] = this.#wires.values()
    if (this.#decides && next && !this.#used) this.#use(next)
  }

  /** A payload from the peer, by its stream or gossiped. */
  receive(payload: Uint8Array): void {
    if (!this.#used) return
    let messages: MeshMessage[]
    try {
      messages = decodeMesh(payload)
    } catch (error) {
      const { log, once } = this.#context
      if (once.first(`malformed ${this.peer}`)) {
        log.warn({ peer: this.peer }, `dropped a malformed frame; later ones are not logged: ${reason(error)}`)
      }
      return
    }
    if (this.#up) for (const message of messages) this.#context.onMessage(this.peer, message)
    else this.#held.push(...messages)
  }

  /** Queues an encoded message; it is lost where the peer isn't up. */
  push(message: Uint8Array): void {
    if (!this.#up) return
    const dropped = this.#outbox.push(message)
    const { log, once } = this.#context
    if (dropped > 0 && once.first(`slow ${this.peer}`)) {
      log.warn(
        { peer: this.peer, dropped },
        'the peer takes nothing: its oldest messages are dropped; later drops are not logged',
      )
    }
  }

  /** Sends as much of the queue as the stream takes; its drain event sends more. */
  pump(): void {
    const stream = this.#outbound
    try {
      while (this.#up && stream && stream === this.#outbound && !stream.writableNeedsDrain) {
        const frame = this.#outbox.next()
        if (!frame) return
        stream.send(frame)
      }
    } catch (error) {
      this.#context.log.debug({ peer: this.peer }, `could not send: ${reason(error)}`)
      if (this.#used) close(this.#used.connection)
    }
  }

  /** Ends our stream behind what was sent; the peer closes the connection when it has read all of it. */
  end(): void {
    this.#outbound?.close().catch(() => undefined)
  }

  #drop({ connection }: Wire): void {
    this.remove(connection)
    close(connection)
  }

  #expect(wire: Wire): void {
    setTimeout(() => {
      if (this.#wires.has(wire.connection) && this.#used !== wire) close(wire.connection)
    }, HANDSHAKE_TIMEOUT_MS).unref()
  }

  #use(wire: Wire): void {
    this.#used = wire
    this.#silence.begin()
    setTimeout(() => {
      if (this.#used === wire && !this.#up) close(wire.connection)
    }, HANDSHAKE_TIMEOUT_MS).unref()
    this.#open(wire).catch(error => {
      this.#context.log.debug({ peer: this.peer }, `could not open a stream: ${reason(error)}`)
      close(wire.connection)
    })
  }

  async #open(wire: Wire): Promise<void> {
    const signal = AbortSignal.timeout(HANDSHAKE_TIMEOUT_MS)
    const stream = await wire.connection.newStream([this.#context.protocol], { signal })
    if (this.#used !== wire) return stream.abort(new Error('not the connection in use'))
    this.#outbound = stream
    stream.addEventListener('drain', () => this.pump())
    stream.addEventListener('close', () => this.#outbound === stream && close(wire.connection))
    this.#check()
  }

  #check(): void {
    if (this.#up || !this.#outbound || !this.#inbound) return
    this.#up = true
    this.#context.onUp(this)
    const held = this.#held
    this.#held = []
    for (const message of held) this.#context.onMessage(this.peer, message)
  }
}

const closing = new WeakSet<Connection>()

/** Closes in order if the peer answers, by force if not. Only once: libp2p aborts what is closed twice. */
export function close(connection: Connection): void {
  if (connection.status !== 'open' || closing.has(connection)) return
  closing.add(connection)
  connection.close({ signal: AbortSignal.timeout(500) }).catch(error => connection.abort(error))
}
