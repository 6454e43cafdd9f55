// The network between processes, in virtual time: connections that form and break, frames that are delayed, lost,
// repeated and overtaken, ways that are cut. It carries encoded frames and knows nothing of what they say.
//
// Two channels lead from a process to a peer, as in the real mesh: `direct` lives and dies with a connection; `gossip`
// may come from a peer before it is connected and long after it has gone, since others pass it on.
import type { PeerId } from '../../../protocol/ids.ts'
import type { Agenda } from './agenda.ts'
import { Links } from './links.ts'
import type { Channel, Death, Port } from './port.ts'
import type { Random } from './random.ts'
import type { Wire } from './wire.ts'

/** One process's end of the network. */
export interface Counts {
  frames: number
  lost: number
  repeated: number
  late: number
}

export class Network {
  readonly #agenda: Agenda
  readonly #random: Random
  readonly #links: Links
  readonly #cut = new Set<string>()
  /** When the last frame of an ordered channel arrives. */
  readonly #lastAt = new Map<string, number>()
  readonly counts: Counts = { frames: 0, lost: 0, repeated: 0, late: 0 }
  wire: Wire
  /** Whether two processes find each other by themselves; else only who is told to dial meets the other. */
  listed: (a: PeerId, b: PeerId) => boolean = () => true

  constructor(agenda: Agenda, random: Random, wire: Wire) {
    this.#agenda = agenda
    this.#random = random
    this.wire = wire
    this.#links = new Links({
      agenda,
      random,
      wire: () => this.wire,
      open: (a, b) => !this.isCut(a, b) && !this.isCut(b, a),
      listed: (a, b) => this.listed(a, b),
    })
  }

  attach(port: Port): void {
    this.#links.add(port)
  }

  remove(peer: PeerId, how: Death): void {
    this.#links.remove(peer, how)
  }

  peersOf(peer: PeerId): readonly PeerId[] {
    return this.#links.peersOf(peer)
  }

  get now(): number {
    return this.#agenda.now
  }

  /** How many of the living it is connected to, and how many it is not. */
  reach(peer: PeerId): { connected: number; missing: number } {
    const others = this.#links.ports().filter(p => p.peer !== peer && this.listed(peer, p.peer))
    const connected = others.filter(p => this.#links.side(peer, p.peer)?.up).length
    return { connected, missing: others.length - connected }
  }

  connected(a: PeerId, b: PeerId): boolean {
    return this.#links.side(a, b)?.up === true
  }

  /** They are connected after a while, if both live and nothing is cut. */
  dial(from: PeerId, to: PeerId): void {
    if (from !== to) this.#links.connect(from, to)
  }

  send(from: PeerId, to: PeerId, bytes: Uint8Array): void {
    const side = this.#links.side(from, to)
    if (side?.up) this.#carry({ from, to, channel: 'direct', bytes, connection: side.connection, ways: 1 })
  }

  gossip(from: PeerId, bytes: Uint8Array): void {
    for (const { peer: to } of this.#links.ports()) {
      if (to === from) continue
      const direct = this.#links.side(from, to)?.up && !this.isCut(from, to)
      if (direct || this.#relayed(from, to)) {
        this.#carry({ from, to, channel: 'gossip', bytes, connection: 0, ways: direct ? 1 : 2 })
      }
    }
  }

  isCut(from: PeerId, to: PeerId): boolean {
    return this.#cut.has(`${from} ${to}`)
  }

  /** Nothing gets from one to the other; the connection breaks after a while, unless it is mended before. */
  cut(from: PeerId, to: PeerId, breaksAfterMs: number): void {
    this.#cut.add(`${from} ${to}`)
    this.#agenda.after(breaksAfterMs, () => {
      if (this.isCut(from, to)) this.#links.break(from, to)
    })
  }

  mend(from: PeerId, to: PeerId): void {
    if (this.#cut.delete(`${from} ${to}`)) this.#links.connect(from, to)
  }

  mendAll(): void {
    this.#cut.clear()
    this.#links.connectAll()
  }

  /** Both are alive and nothing is cut, but what was under way on their connection is lost. */
  drop(a: PeerId, b: PeerId): void {
    this.#links.break(a, b)
  }

  /** Whether `by` has learnt that the other is dead. */
  hasSeenDead(by: PeerId, dead: PeerId): boolean {
    return this.#links.lastSide(by, dead)?.dead === true
  }

  /** Whether `by` was ever connected to the other. */
  hasMet(by: PeerId, other: PeerId): boolean {
    return this.#links.lastSide(by, other) !== undefined
  }

  /** Everyone alive learns of every death that could be seen. */
  tellDeaths(): void {
    this.#links.tellDeaths()
  }

  #relayed(from: PeerId, to: PeerId): boolean {
    if (!this.#random.chance(this.wire.relay)) return false
    return this.#links
      .ports()
      .some(({ peer: by }) => by !== from && by !== to && this.#passes(from, by) && this.#passes(by, to))
  }

  #passes(from: PeerId, to: PeerId): boolean {
    return this.#links.side(from, to)?.up === true && !this.isCut(from, to)
  }

  #carry(frame: Frame): void {
    const { wire } = this
    const random = this.#random
    this.counts.frames++
    if (wire.loss > 0 && random.chance(wire.loss)) {
      this.counts.lost++
      return
    }
    this.#arriveLater(frame)
    if (wire.repeat > 0 && random.chance(wire.repeat)) {
      this.counts.repeated++
      this.#arriveLater(frame)
    }
  }

  #arriveLater(frame: Frame): void {
    const { wire } = this
    const random = this.#random
    let after = frame.ways * random.ms(...wire.delay)
    if (wire.late > 0 && random.chance(wire.late)) {
      this.counts.late++
      after += random.ms(0, wire.lateMs)
    }
    if (wire.ordered) {
      const key = `${frame.from} ${frame.to} ${frame.channel}`
      const at = Math.max(this.#agenda.now + after, this.#lastAt.get(key) ?? 0)
      this.#lastAt.set(key, at)
      after = at - this.#agenda.now
    }
    this.#agenda.after(after, () => this.#arrive(frame))
  }

  #arrive(frame: Frame): void {
    const { from, to, channel, bytes, connection, ways } = frame
    const port = this.#links.port(to)
    if (!port || (ways === 1 && this.isCut(from, to))) return
    if (channel === 'direct') {
      const side = this.#links.side(to, from)
      // What comes before the receiver knows of the connection is read when it does.
      if (!side || side.connection < connection) return this.#agenda.after(1, () => this.#arrive(frame))
      if (!side.up || side.connection > connection) return
    }
    port.frame(from, channel, bytes)
  }
}

interface Frame {
  readonly from: PeerId
  readonly to: PeerId
  readonly channel: Channel
  readonly bytes: Uint8Array
  /** The connection of the pair it was sent on. */
  readonly connection: number
  /** Ways it goes: one, or two over another peer. */
  readonly ways: 1 | 2
}
