// One process of the mesh: the real root machine, its part of the network and of the players' sockets, and the event
// loop between them. A turn handles one or several events, then flushes; what a turn queued goes out at its end. A
// stopped process (SIGSTOP) keeps what comes for later; a clock of its own may run faster or slower than the world's.

import type { Effect } from '../../../node/core/effect.ts'
import type { Event } from '../../../node/core/event.ts'
import type { Settings } from '../../../node/core/settings.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import type { MeshMessage } from '../../../protocol/mesh.ts'
import type { OperatorCommand } from '../../../protocol/operator.ts'
import { Door } from './door.ts'
import { SimulatedMesh } from './mesh.ts'
import { Observer } from './observer.ts'
import type { Death } from './port.ts'
import type { Subject } from './subject.ts'
import type { World } from './world.ts'

/** An event for the machine, or work of the process's own. */
export type Job = Event | (() => void)

export class Process {
  readonly peer: PeerId
  readonly settings: Settings
  readonly node: Subject
  readonly door: Door
  readonly #world: World
  readonly #mesh: SimulatedMesh
  readonly #observer: Observer
  readonly #bornAt: number
  readonly #clockAtBirth: number
  #inbox: Job[] = []
  #turnDue = false
  #exit: { readonly ok: boolean } | null = null
  alive = true
  stopped = false
  draining = false
  /** By SIGTERM, to leave. */
  #told = false
  /** As its health check says; once it is, it stays so. */
  healthy = false
  /** Milliseconds of its own clock in one of the world's. */
  rate: number

  constructor(
    world: World,
    settings: Settings,
    node: Subject,
    clock: { readonly rate: number; readonly start: number },
  ) {
    this.#world = world
    this.peer = settings.me
    this.settings = settings
    this.node = node
    this.rate = clock.rate
    this.#bornAt = world.agenda.now
    this.#clockAtBirth = clock.start
    this.door = new Door(world, this)
    this.#observer = new Observer(this, sighting => world.see(sighting))
    this.#mesh = new SimulatedMesh(this.peer, world.network, event => this.post(event))
    this.post({ kind: 'start' })
  }

  /** Its own monotonic clock. */
  get now(): number {
    return this.#clockAtBirth + (this.#world.agenda.now - this.#bornAt) * this.rate
  }

  post(job: Job): void {
    if (!this.alive) return
    this.#inbox.push(job)
    this.#wake()
  }

  /** By its own exit. */
  get left(): boolean {
    return !this.alive && this.#exit !== null
  }

  /** What its health check says, the first time it says yes. */
  get ready(): boolean {
    return !this.stopped && this.#mesh.ready() && this.node.ready(this.now)
  }

  stop(): void {
    this.stopped = true
  }

  continue(): void {
    this.stopped = false
    this.#wake()
  }

  /** SIGTERM; also where an operator drains it already. */
  drain(): void {
    if (!this.alive || this.#told) return
    this.#told = true
    this.#leaves()
    this.post({ kind: 'drain' })
  }

  drainByOperator(): void {
    this.#operate({ kind: 'drain' }, () => this.#leaves())
  }

  /** After SIGTERM it must be refused: then the process is told to leave, and is not to stay. */
  cancelDrain(): void {
    this.#operate({ kind: 'cancel-drain' }, () => {
      if (this.#told) return
      this.draining = false
      this.#world.see({ kind: 'draining', peer: this.peer, cancelled: true })
    })
  }

  #operate(command: OperatorCommand, done: () => void): void {
    this.post(() => {
      const answer = this.handle({ kind: 'operate', command }).find(({ kind }) => kind === 'answer')
      if (answer?.kind === 'answer' && answer.outcome.ok) done()
    })
  }

  #leaves(): void {
    if (this.draining) return
    this.draining = true
    this.#world.see({ kind: 'draining', peer: this.peer, cancelled: false })
  }

  /** It is gone, whatever it was doing. */
  die(how: Death): void {
    if (!this.alive) return
    this.#gone(how)
    this.#world.see({ kind: 'died', peer: this.peer, seen: how.seen })
  }

  #gone(how: Death): void {
    this.alive = false
    this.#inbox = []
    this.#mesh.vanish(how)
    this.door.break(how.seen)
  }

  #wake(): void {
    if (this.#turnDue || this.stopped || !this.alive || this.#inbox.length === 0) return
    this.#turnDue = true
    this.#world.agenda.after(this.#world.turnDelay(), () => this.#turn())
  }

  #turn(): void {
    this.#turnDue = false
    if (!this.alive || this.stopped) return
    const jobs = this.#inbox.splice(0, this.#world.turnSize())
    for (const job of jobs) {
      if (typeof job === 'function') job()
      else this.handle(job)
    }
    this.handle({ kind: 'flush' })
    this.#mesh.flush()
    this.door.flush()
    if (this.#exit) this.#leave(this.#exit)
    this.#wake()
  }

  /** One event, now. Only within a turn. */
  handle(event: Event): readonly Effect[] {
    if (!this.alive) return []
    this.#world.happened(this, event)
    if (event.kind === 'message') this.#observer.received(event.from, event.message)
    const effects = this.node.handle(event, this.now)
    this.#observer.look(event, effects)
    for (const effect of effects) this.#perform(effect)
    return effects
  }

  #perform(effect: Effect): void {
    this.#world.wanted(this, effect)
    switch (effect.kind) {
      case 'send':
        return this.#send(effect.to, effect.message)
      case 'gossip':
        this.#observer.sent(null, effect.message)
        return this.#mesh.gossip(effect.message)
      case 'dial':
        return this.#mesh.dial(effect.addresses)
      case 'timer':
        return this.#world.agenda.after(effect.afterMs / this.rate, () =>
          this.post({ kind: 'timer', timer: effect.timer }),
        )
      case 'reply':
        return this.door.reply(effect.socket, effect.message)
      case 'close':
        return this.door.close(effect.socket)
      case 'exit':
        this.#exit ??= { ok: effect.ok }
        return
      case 'note':
        return this.#world.see({ kind: 'note', peer: this.peer, note: effect.note })
      case 'answer':
        return
      case 'write':
      case 'mark':
      case 'discard':
      case 'take':
      case 'put-back':
        return this.#world.onDisk(this, effect)
      default:
        effect satisfies never
    }
  }

  #send(to: PeerId, message: MeshMessage): void {
    this.#observer.sent(to, message)
    this.#mesh.send(to, message)
  }

  /** As the driver leaves: what it said last has gone out; then the connections break, and its address refuses. */
  #leave({ ok }: { readonly ok: boolean }): void {
    this.#world.see({ kind: 'exited', peer: this.peer, ok })
    this.#gone({ seen: true })
  }
}
