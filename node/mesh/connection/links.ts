// The links to all peers: it brings a connection through its handshake to the link of its peer, and takes closed
// connections away. It must never dial: discovery does, and hands the connection over.
import type { Connection, Stream } from '@libp2p/interface'
import type { PeerId } from '../../../protocol/ids.ts'
import { type Address, fromMultiaddr, isLoopback, sameAddress, show } from '../discovery/peer-address.ts'
import { HANDSHAKE_TIMEOUT_MS } from '../mesh-limits.ts'
import { reason } from '../mesh-log.ts'
import { answer, greet, type Hello, RefusedError } from './handshake.ts'
import { close, Link, type LinkContext } from './link.ts'

export interface LinksContext extends LinkContext {
  hello(): Hello
  /** Why nobody is let in at present, or null. */
  refuse(): string | null
}

const peerOf = (connection: Connection): PeerId => connection.remotePeer.toString() as PeerId

export class Links {
  readonly #context: LinksContext
  readonly #links = new Map<PeerId, Link>()
  /** Streams that the peer opened before the answer to our hello was read. */
  readonly #early = new Map<Connection, Stream>()

  constructor(context: LinksContext) {
    this.#context = context
  }

  get(peer: PeerId): Link | undefined {
    return this.#links.get(peer)
  }

  all(): readonly Link[] {
    return [...this.#links.values()]
  }

  up(): readonly Link[] {
    return this.all().filter(link => link.up)
  }

  /** Whether a peer is connected that listens there, or is known to. A peer whose connection has stalled needs
   *  another one. */
  connected(address: Address, peer: PeerId | null): boolean {
    const isThere = (link: Link) => link.peer === peer || link.wires.some(wire => sameAddress(wire.address, address))
    return this.all().some(link => !link.stalled && isThere(link))
  }

  /** A connection that we dialled. @throws RefusedError */
  async greet(connection: Connection, dialled: Address, signal: AbortSignal): Promise<PeerId> {
    const peer = peerOf(connection)
    try {
      const unheard = this.#links.get(peer)?.stalled ?? false
      const hello = await greet(connection, { ...this.#context.hello(), unheard }, signal)
      this.#add(connection, dialled, hello)
      return peer
    } catch (error) {
      close(connection)
      // The peer has closed one of two connections that were opened at once.
      if (this.#links.has(peer)) return peer
      throw error
    }
  }

  /** A connection on which we were dialled: its peer must say hello in time. */
  expect(connection: Connection): void {
    const timer = setTimeout(() => {
      const known = this.#links.get(peerOf(connection))?.wires.some(wire => wire.connection === connection)
      if (!known) close(connection)
    }, HANDSHAKE_TIMEOUT_MS)
    connection.addEventListener('close', () => clearTimeout(timer))
  }

  async answer(stream: Stream, connection: Connection): Promise<void> {
    const from = fromMultiaddr(connection.remoteAddr)
    try {
      const signal = AbortSignal.timeout(HANDSHAKE_TIMEOUT_MS)
      const hello = await answer(stream, this.#context.hello(), this.#context.refuse(), signal)
      const host = hello.host !== null && (!isLoopback(hello.host) || isLoopback(from.host)) ? hello.host : from.host
      this.#add(connection, { host, port: hello.port }, hello)
    } catch (error) {
      const { log, once } = this.#context
      if (error instanceof RefusedError && once.first(`refused ${from.host} ${error.message}`)) {
        log.warn({ peer: peerOf(connection), address: show(from) }, `refused a peer: ${error.message}`)
      } else log.debug({ address: show(from) }, `handshake failed: ${reason(error)}`)
      // A refused peer has been told why, and closes; if it does not, its time runs out.
      setTimeout(() => close(connection), HANDSHAKE_TIMEOUT_MS).unref()
    }
  }

  accept(stream: Stream, connection: Connection): void {
    const link = this.#links.get(peerOf(connection))
    if (link?.wires.some(wire => wire.connection === connection)) link.accept(stream, connection)
    else this.#early.set(connection, stream)
  }

  closed(connection: Connection): void {
    this.#early.delete(connection)
    const link = this.#links.get(peerOf(connection))
    if (!link) return
    link.remove(connection)
    if (link.empty) this.#links.delete(link.peer)
  }

  #add(connection: Connection, address: Address, { release, unheard }: Hello): void {
    if (connection.status !== 'open') throw new Error('the connection closed during the handshake')
    const peer = peerOf(connection)
    const link = this.#links.get(peer) ?? new Link(peer, this.#context)
    this.#links.set(peer, link)
    link.add({ connection, address, release }, unheard)
    const stream = this.#early.get(connection)
    this.#early.delete(connection)
    if (stream) link.accept(stream, connection)
  }
}
