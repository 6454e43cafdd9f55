// The mesh of node/mesh/mesh.ts over the virtual network: what a process queues in a turn goes out at its end, in
// encoded frames of the real codec. What arrives is decoded and handed on as events, one a message.

import type { Mesh, MeshEvent } from '../../../node/mesh/mesh.ts'
import { decodeMesh, encodeMesh } from '../../../protocol/codec.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import type { MeshMessage } from '../../../protocol/mesh.ts'
import type { Network } from './network.ts'
import type { Channel, Death, Port } from './port.ts'

/** Then a listed address that was not reached has failed. */
const UNREACHED_MS = 3_000

/** Most of all frames are a ping or a pong: these are encoded once. */
const PULSE = (['ping', 'pong'] as const).map(kind => {
  const messages: MeshMessage[] = [{ kind, n: 0 }]
  return { kind, messages, bytes: encodeMesh(messages) }
})

function encodeDirect(messages: readonly MeshMessage[]): Uint8Array {
  const [first] = messages
  const alone = messages.length === 1 && first && 'n' in first && first.n === 0
  return (alone && PULSE.find(p => p.kind === first.kind)?.bytes) || encodeMesh(messages)
}

const decodeDirect = (bytes: Uint8Array): readonly MeshMessage[] =>
  PULSE.find(p => p.bytes === bytes)?.messages ?? decodeMesh(bytes)

export class SimulatedMesh implements Mesh, Port {
  readonly me: PeerId
  readonly #network: Network
  readonly #deliver: (event: MeshEvent) => void
  readonly #direct = new Map<PeerId, MeshMessage[]>()
  readonly #since: number
  #gossip: MeshMessage[] = []
  #gone = false

  constructor(me: PeerId, network: Network, deliver: (event: MeshEvent) => void) {
    this.me = me
    this.#network = network
    this.#deliver = deliver
    this.#since = network.now
    network.attach(this)
  }

  get peer(): PeerId {
    return this.me
  }

  send(to: PeerId, message: MeshMessage): void {
    const queued = this.#direct.get(to)
    if (queued) queued.push(message)
    else this.#direct.set(to, [message])
  }

  gossip(message: MeshMessage): void {
    this.#gossip.push(message)
  }

  /** An address is the id of who listens there. Whom it lists it dials anyway. */
  dial(addresses: readonly string[]): void {
    for (const address of addresses as PeerId[])
      if (!this.#network.listed(this.me, address)) this.#network.dial(this.me, address)
  }

  addresses(): readonly string[] {
    return [this.me]
  }

  flush(): void {
    const { frameMessages } = this.#network.wire
    const gossip = this.#gossip
    this.#gossip = []
    for (let i = 0; i < gossip.length; i += frameMessages) {
      this.#network.gossip(this.me, encodeMesh(gossip.slice(i, i + frameMessages)))
    }
    for (const [to, messages] of this.#direct) {
      for (let i = 0; i < messages.length; i += frameMessages) {
        this.#network.send(this.me, to, encodeDirect(messages.slice(i, i + frameMessages)))
      }
    }
    this.#direct.clear()
  }

  /** Everyone who lives is listed. */
  ready(): boolean {
    const { connected, missing } = this.#network.reach(this.me)
    return missing === 0 || (connected > 0 && this.#network.now - this.#since > UNREACHED_MS)
  }

  async stop(): Promise<void> {
    this.flush()
    this.vanish({ seen: true })
  }

  /** The process is gone, with what it had queued. */
  vanish(how: Death): void {
    if (this.#gone) return
    this.#gone = true
    this.#network.remove(this.me, how)
  }

  frame(from: PeerId, _channel: Channel, bytes: Uint8Array): void {
    for (const message of decodeDirect(bytes)) this.#deliver({ kind: 'message', from, message })
  }

  connection(peer: PeerId, kind: 'peer-up' | 'peer-down' | 'peer-dead'): void {
    this.#deliver(kind === 'peer-up' ? { kind, peer, address: peer } : { kind, peer })
  }
}
