// Connections between processes: each side has its own opinion of whether there is one, and learns later than it
// happens. A side hears `peer-up` and `peer-down` in turns, and `peer-dead` at most once, last.
import type { PeerId } from '../../../protocol/ids.ts'
import type { Agenda } from './agenda.ts'
import type { Death, Port } from './port.ts'
import type { Random } from './random.ts'
import type { Wire } from './wire.ts'

/** One process's opinion of its connection to a peer. */
export interface Side {
  up: boolean
  /** Later connections have higher numbers: a frame arrives only on the one it was sent on. */
  connection: number
  dead: boolean
}

/** Between the two ends' noticing that a connection broke, at most. */
const BREAK_SPREAD_MS = 5

interface World {
  readonly agenda: Agenda
  readonly random: Random
  wire(): Wire
  /** Whether the two can reach each other, both ways. */
  open(a: PeerId, b: PeerId): boolean
  /** Whether one of them looks for the other by itself. */
  listed(a: PeerId, b: PeerId): boolean
}

export class Links {
  readonly #world: World
  readonly #ports = new Map<PeerId, Port>()
  readonly #sides = new Map<PeerId, Map<PeerId, Side>>()
  /** Of those who are gone: what each knew of the others at its end. */
  readonly #lastSides = new Map<PeerId, Map<PeerId, Side>>()
  /** Deaths that a redial can see. */
  readonly #refusing = new Set<PeerId>()
  #connections = 0

  constructor(world: World) {
    this.#world = world
  }

  port(peer: PeerId): Port | undefined {
    return this.#ports.get(peer)
  }

  ports(): Port[] {
    return [...this.#ports.values()]
  }

  side(of: PeerId, to: PeerId): Side | undefined {
    return this.#sides.get(of)?.get(to)
  }

  /** As `side`, also of who is gone: then as it was at its end. */
  lastSide(of: PeerId, to: PeerId): Side | undefined {
    return this.side(of, to) ?? this.#lastSides.get(of)?.get(to)
  }

  peersOf(peer: PeerId): PeerId[] {
    return [...(this.#sides.get(peer) ?? [])].filter(([, side]) => side.up).map(([to]) => to)
  }

  add(port: Port): void {
    this.#ports.set(port.peer, port)
    this.#sides.set(port.peer, new Map())
    for (const other of this.#ports.keys()) {
      if (other !== port.peer && this.#world.listed(port.peer, other)) this.connect(port.peer, other)
    }
  }

  /** After a while both have a connection, if they then can. */
  connect(a: PeerId, b: PeerId): void {
    const { agenda, random } = this.#world
    agenda.after(random.ms(...this.#world.wire().connectMs), () => {
      if (!this.#ports.has(a) || !this.#ports.has(b) || !this.#world.open(a, b)) return
      if (this.side(a, b)?.up && this.side(b, a)?.up) return
      const connection = ++this.#connections
      for (const [of, to] of [
        [a, b],
        [b, a],
      ] as const) {
        agenda.after(random.ms(0, 2), () => this.#up(of, to, connection))
      }
    })
  }

  connectAll(): void {
    const peers = [...this.#ports.keys()]
    const looks = (a: PeerId, b: PeerId) => this.#world.listed(a, b) || this.side(a, b) || this.side(b, a)
    for (const [i, a] of peers.entries()) for (const b of peers.slice(i + 1)) if (looks(a, b)) this.connect(a, b)
  }

  /** Both sides lose the connection, not at the same time, and connect again if they can. */
  break(a: PeerId, b: PeerId): void {
    const { agenda, random } = this.#world
    for (const [of, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const side = this.side(of, to)
      if (side) agenda.after(random.ms(0, BREAK_SPREAD_MS), () => this.#down(of, to, side.connection))
    }
    agenda.after(BREAK_SPREAD_MS, () => this.connect(a, b))
  }

  remove(peer: PeerId, how: Death): void {
    const { agenda, random } = this.#world
    const wire = this.#world.wire()
    this.#ports.delete(peer)
    this.#lastSides.set(peer, this.#sides.get(peer) ?? new Map())
    this.#sides.delete(peer)
    if (how.seen) this.#refusing.add(peer)
    for (const of of this.#ports.keys()) {
      const side = this.side(of, peer)
      if (!side) continue
      agenda.after(how.breakAfterMs ?? random.ms(...wire.breakMs), () => {
        this.#down(of, peer, side.connection)
        if (how.seen && this.#world.open(of, peer))
          agenda.after(random.ms(...wire.refusedMs), () => this.#dead(of, peer))
      })
    }
  }

  tellDeaths(): void {
    for (const of of this.#ports.keys()) {
      for (const [to, side] of this.#sides.get(of)!) {
        if (this.#ports.has(to)) continue
        this.#down(of, to, side.connection)
        if (this.#refusing.has(to)) this.#dead(of, to)
      }
    }
  }

  #up(of: PeerId, to: PeerId, connection: number): void {
    const port = this.#ports.get(of)
    // Of a process that has gone meanwhile nothing is heard any more.
    if (!port || !this.#ports.has(to)) return
    const sides = this.#sides.get(of)!
    const side = sides.get(to)
    if (side && (side.dead || side.connection > connection)) return
    if (side?.up) port.connection(to, 'peer-down')
    sides.set(to, { up: true, connection, dead: false })
    port.connection(to, 'peer-up')
  }

  #down(of: PeerId, to: PeerId, connection: number): void {
    const side = this.side(of, to)
    if (!side?.up || side.connection !== connection) return
    this.#sides.get(of)!.set(to, { ...side, up: false })
    this.#ports.get(of)?.connection(to, 'peer-down')
  }

  #dead(of: PeerId, to: PeerId): void {
    const side = this.side(of, to)
    const port = this.#ports.get(of)
    if (!side || side.dead || !port) return
    side.dead = true
    port.connection(to, 'peer-dead')
  }
}
