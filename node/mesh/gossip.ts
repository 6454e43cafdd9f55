// Sends to all peers: batches on one gossipsub topic, flooded to every peer that has a gossip stream. Peers form a full
// mesh, so no peer passes anything on (D = 0): a batch arrives once, from the peer that made it, and noise has proved
// which peer that is.
//
// gossipsub loses messages that it gets before its streams stand, stops silently when the connection that it chose is
// closed, and keeps streams that were closed as they opened. So flows() tells which peers it reaches, all others get
// the same messages over their direct streams, and look() opens missing streams. This file must never decide what is
// gossiped; the receiver checks whether a batch is well-formed.
import type { GossipSub, GossipsubMessage } from '@chainsafe/libp2p-gossipsub'
import { gossipsub, StrictNoSign } from '@chainsafe/libp2p-gossipsub'
import type { Connection, PeerId as Libp2pPeerId, Stream } from '@libp2p/interface'
import type { PeerId } from '../../protocol/ids.ts'
import { countFitting, packList } from './connection/frames.ts'
import type { Link } from './connection/link.ts'
import {
  GOSSIP_BUFFER_BYTES_MAX,
  GOSSIP_INBOUND_BYTES_MAX,
  GOSSIPED_BYTES_MAX,
  REPAIR_LOOK_MS,
  REPAIR_MS,
} from './mesh-limits.ts'

const COUNTER_BYTES = 6
const HEARTBEAT_MS = 1_000
/** Batches have unique ids; a connection repeats nothing, so a short memory is enough. */
const SEEN_MS = 5_000

/** [length of the sender's id][the id][its count of batches][the batch]; all before the batch is also gossipsub's id of
 *  it. */
const headerBytes = (data: Uint8Array) => 1 + (data[0] ?? 0) + COUNTER_BYTES

export const gossipService = gossipsub({
  globalSignaturePolicy: StrictNoSign,
  msgIdFn: ({ data }) => data.subarray(0, headerBytes(data)),
  msgIdToStrFn: id => Buffer.from(id).toString('latin1'),
  emitSelf: false,
  floodPublish: true,
  batchPublish: true,
  allowPublishToZeroTopicPeers: true,
  ignoreDuplicatePublishError: true,
  fallbackToFloodsub: false,
  D: 0,
  Dlo: 0,
  Dhi: 0,
  Dout: 0,
  Dscore: 0,
  Dlazy: 0,
  doPX: false,
  heartbeatInterval: HEARTBEAT_MS,
  seenTTL: SEEN_MS,
  mcacheLength: 1,
  mcacheGossip: 1,
  // No peer is ever told what not to send: batches are unique.
  idontwantMinDataSize: Number.MAX_SAFE_INTEGER,
  maxOutboundBufferSize: GOSSIP_BUFFER_BYTES_MAX,
  maxInboundDataLength: GOSSIP_INBOUND_BYTES_MAX,
  // Many nodes share one address on a developer's machine.
  scoreParams: { IPColocationFactorWeight: 0 },
})

/** What gossipsub has besides its published type. */
interface Internals {
  readonly streamsOutbound: Map<string, { readonly rawStream: Pick<Stream, 'status'> }>
  onPeerConnected(peer: Libp2pPeerId, connection: Connection): void
}

export interface GossipContext {
  readonly me: PeerId
  readonly topic: string
  /** A batch from a peer. */
  onBatch(from: PeerId, payload: Uint8Array): void
  onError(error: unknown): void
}

export class Gossip {
  readonly #pubsub: GossipSub
  readonly #internals: Internals
  readonly #context: GossipContext
  readonly #header: Uint8Array
  readonly #repaired = new Map<PeerId, number>()
  #queue: Uint8Array[] = []
  #count = 0
  #lookAt = 0

  constructor(pubsub: GossipSub, context: GossipContext) {
    const internals = pubsub as unknown as Partial<Internals>
    if (!(internals.streamsOutbound instanceof Map) || typeof internals.onPeerConnected !== 'function') {
      throw new Error('node/mesh/gossip.ts was written for another version of gossipsub')
    }
    this.#pubsub = pubsub
    this.#internals = internals as Internals
    this.#context = context
    const id = Buffer.from(context.me, 'latin1')
    this.#header = new Uint8Array([id.byteLength, ...id, ...new Uint8Array(COUNTER_BYTES)])
  }

  /** Once libp2p has started. */
  start(): void {
    this.#pubsub.addEventListener('gossipsub:message', ({ detail }) => this.#receive(detail))
    this.#pubsub.subscribe(this.#context.topic)
  }

  queue(message: Uint8Array): void {
    this.#queue.push(message)
  }

  /** Sends to every peer that is up, once. What gossip can't carry, or to whom it doesn't flow, goes over the peer's
   *  own link. */
  flush(up: readonly Link[]): void {
    if (this.#queue.length === 0) return
    const items = this.#queue
    this.#queue = []
    const flows = this.flows()
    if (flows.size > 0) this.#publish(items.filter(item => item.byteLength <= GOSSIPED_BYTES_MAX))
    for (const link of up) {
      for (const item of items) {
        if (item.byteLength > GOSSIPED_BYTES_MAX || !flows.has(link.peer)) link.push(item)
      }
    }
  }

  /** Now and then checks whether gossip reaches every peer that is up and not silent, and repairs what it doesn't
   *  reach. */
  look(up: readonly Link[], now: number): void {
    if (now < this.#lookAt) return
    this.#lookAt = now + REPAIR_LOOK_MS
    const flows = this.flows()
    for (const { peer, used, silent } of up) {
      if (flows.has(peer)) this.#repaired.delete(peer)
      else if (used && !silent) this.#repair(peer, used.connection, now)
    }
  }

  /** Peers that a batch published now reaches. */
  flows(): ReadonlySet<string> {
    const subscribed = this.#pubsub.getSubscribers(this.#context.topic).map(String)
    return new Set(subscribed.filter(peer => this.#opens(peer)))
  }

  /** Whether our stream to the peer is open. */
  #opens(peer: string): boolean {
    return this.#internals.streamsOutbound.get(peer)?.rawStream.status === 'open'
  }

  #publish(items: readonly Uint8Array[]): void {
    for (let at = 0; at < items.length; ) {
      const count = Math.max(countFitting(items, at), 1)
      const data = packList(items.slice(at, at + count), this.#header.byteLength)
      data.set(this.#nextHeader())
      this.#pubsub.publish(this.#context.topic, data).catch(this.#context.onError)
      at += count
    }
  }

  /** Opens our stream to a peer, or makes it open its own again and subscribe. */
  #repair(peer: PeerId, connection: Connection, now: number): void {
    if (now - (this.#repaired.get(peer) ?? Number.NEGATIVE_INFINITY) < REPAIR_MS) return
    const again = this.#repaired.has(peer)
    this.#repaired.set(peer, now)
    if (!this.#opens(peer)) {
      // gossipsub opens no second stream beside a closed one.
      this.#internals.streamsOutbound.delete(peer)
      return this.#internals.onPeerConnected(connection.remotePeer, connection)
    }
    // We don't know of the peer's subscription, which it sends first on a new stream.
    if (!again) return
    for (const stream of connection.streams) {
      if (stream.direction === 'inbound' && this.#pubsub.protocols.includes(stream.protocol)) {
        stream.abort(new Error('a stream without a subscription'))
      }
    }
  }

  forget(peer: PeerId): void {
    this.#repaired.delete(peer)
  }

  #nextHeader(): Uint8Array {
    this.#count += 1
    Buffer.from(this.#header.buffer).writeUIntBE(this.#count, this.#header.byteLength - COUNTER_BYTES, COUNTER_BYTES)
    return this.#header
  }

  #receive({ propagationSource, msg }: GossipsubMessage): void {
    const from = propagationSource.toString() as PeerId
    const { data } = msg
    // A peer that passes on another's batch is no node of ours.
    const sender = Buffer.from(data.subarray(1, 1 + (data[0] ?? 0))).toString('latin1')
    if (msg.topic === this.#context.topic && sender === from) {
      this.#context.onBatch(from, data.subarray(headerBytes(data)))
    }
  }
}
