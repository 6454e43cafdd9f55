// What one node of a large mesh has to do at rest: a real core in the middle, and so many real cores around it, each
// connected to that one alone. The one in the middle cannot tell this from a full mesh, since gossip is flooded and
// nothing is passed on; only who the others know is put into their statuses as it would be. Every message goes through
// the codec, as bytes. What the network costs is not in it.
import type { Effect, Timer } from '../../../node/core/effect.ts'
import type { Node } from '../../../node/core/node.ts'
import { decodeMesh, encodeMesh } from '../../../protocol/codec.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import type { MeshMessage } from '../../../protocol/mesh.ts'
import { addressOf, coreOf, peerId } from './cores.ts'

export interface AtRest {
  readonly nodes: number
  /** Of the node in the middle, for each second of the mesh's life. */
  readonly cpuMsPerSecond: number
  readonly bytesInPerSecond: number
  readonly bytesOutPerSecond: number
  readonly messagesPerSecond: number
}

const HUB = 0

interface Alarm {
  readonly at: number
  readonly node: number
  readonly timer: Timer
}

export function runStar(nodes: number, seconds: number, warmUpSeconds: number): AtRest {
  const star = new Star(nodes)
  star.run(warmUpSeconds * 1_000)
  const before = star.spent()
  star.run((warmUpSeconds + seconds) * 1_000)
  const after = star.spent()
  const each = (of: (spent: ReturnType<Star['spent']>) => number) => (of(after) - of(before)) / seconds
  return {
    nodes,
    cpuMsPerSecond: each(({ ms }) => ms),
    bytesInPerSecond: each(({ bytesIn }) => bytesIn),
    bytesOutPerSecond: each(({ bytesOut }) => bytesOut),
    messagesPerSecond: each(({ messages }) => messages),
  }
}

class Star {
  readonly #cores: readonly Node[]
  readonly #numbers = new Map<PeerId, number>()
  #alarms: Alarm[] = []
  #now = 0
  #ms = 0
  #bytesIn = 0
  #bytesOut = 0
  #messages = 0
  /** Whom the hub knows: what the others would tell of as well. */
  #known: (readonly [PeerId, string])[] = []

  constructor(nodes: number) {
    this.#cores = Array.from({ length: nodes }, (_, n) => coreOf(n))
    for (let n = 0; n < nodes; n++) this.#numbers.set(peerId(n), n)
    for (let n = 0; n < nodes; n++) this.#do(n, core => core.handle({ kind: 'start' }, 0))
    for (let n = 1; n < nodes; n++) {
      for (const [at, peer] of [[HUB, n] as const, [n, HUB] as const])
        this.#do(at, core => core.handle({ kind: 'peer-up', peer: peerId(peer), address: addressOf(peer) }, 0))
    }
  }

  spent() {
    return { ms: this.#ms, bytesIn: this.#bytesIn, bytesOut: this.#bytesOut, messages: this.#messages }
  }

  run(untilMs: number): void {
    for (;;) {
      // All beat at the same pace, so there are few moments, and many alarms at each.
      const at = this.#alarms.reduce((first, alarm) => Math.min(first, alarm.at), Number.POSITIVE_INFINITY)
      if (at > untilMs) break
      this.#now = at
      const due = this.#alarms.filter(alarm => alarm.at === at)
      this.#alarms = this.#alarms.filter(alarm => alarm.at !== at)
      for (const { node, timer } of due) this.#do(node, core => core.handle({ kind: 'timer', timer }, at))
    }
    this.#now = untilMs
  }

  #do(n: number, act: (core: Node) => Effect[]): void {
    const from = performance.now()
    const effects = act(this.#cores[n]!)
    const flushed = this.#cores[n]!.handle({ kind: 'flush' }, this.#now)
    if (n === HUB) this.#ms += performance.now() - from
    for (const effect of [...effects, ...flushed]) this.#perform(n, effect)
  }

  #perform(n: number, effect: Effect): void {
    if (effect.kind === 'timer') this.#alarms.push({ at: this.#now + effect.afterMs, node: n, timer: effect.timer })
    else if (effect.kind === 'send') this.#send(n, this.#numbers.get(effect.to)!, effect.message)
    else if (effect.kind === 'gossip') this.#gossip(n, effect.message)
  }

  #gossip(n: number, message: MeshMessage): void {
    if (n !== HUB) return this.#send(n, HUB, this.#asInFullMesh(message))
    if (message.kind === 'status' && message.status.peers) this.#known = [...message.status.peers]
    // Packed once, and written to each.
    const bytes = this.#pack(HUB, message)
    this.#bytesOut += bytes.length * (this.#cores.length - 2)
    for (let peer = 1; peer < this.#cores.length; peer++) this.#receive(HUB, peer, bytes)
  }

  #asInFullMesh(message: MeshMessage): MeshMessage {
    if (message.kind !== 'status' || !message.status.peers) return message
    return { ...message, status: { ...message.status, peers: this.#known } }
  }

  #send(from: number, to: number, message: MeshMessage): void {
    this.#receive(from, to, this.#pack(from, message))
  }

  #pack(from: number, message: MeshMessage): Uint8Array {
    const at = performance.now()
    const bytes = encodeMesh([message])
    if (from !== HUB) return bytes
    this.#ms += performance.now() - at
    this.#bytesOut += bytes.length
    this.#messages += 1
    return bytes
  }

  #receive(from: number, to: number, bytes: Uint8Array): void {
    const at = performance.now()
    const messages = decodeMesh(bytes)
    if (to === HUB) {
      this.#ms += performance.now() - at
      this.#bytesIn += bytes.length
      this.#messages += 1
    }
    for (const message of messages)
      this.#do(to, core => core.handle({ kind: 'message', from: peerId(from), message }, this.#now))
  }
}
