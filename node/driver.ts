// Where the pure core meets the world: events go in, each adapter performs its own effects, and a turn of the event
// loop ends in one flush.
//
// Everything that happens within one turn of the event loop is handled first and sent together after it (setImmediate,
// not a timer: with a thousand ready sockets timers starve). So a frame carries many messages, and a state that changes
// ten times a turn is copied once. It decides nothing; what is to be done is core's word, how is the adapter's.
import type { OperatorCommand, Outcome } from '../protocol/operator.ts'
import type { Effect, Note } from './core/effect.ts'
import type { Event } from './core/event.ts'
import type { Node } from './core/node.ts'
import type { Gateway } from './gateway/gateway.ts'
import type { Mesh } from './mesh/mesh.ts'
import { ringAfter } from './ops/alarm.ts'
import { monotonicNow } from './ops/monotonic-clock.ts'
import type { Disk } from './parking/disk.ts'

export interface Adapters {
  readonly mesh: Mesh
  readonly gateway: Gateway
  /** Null if sessions are never parked; core was told so. */
  readonly disk: Disk | null
}

/** What the driver tells of a node's life. */
export interface Observer {
  /** Every note, when it was made. */
  note(note: Note): void
  /** The node is done and leaves, with success or not. Nothing is dispatched any more. */
  exit(ok: boolean): void
}

export class Driver {
  readonly #node: Node
  readonly #observer: Observer
  #adapters: Adapters | null = null
  #early: Event[] = []
  #flushing = false
  #over = false

  constructor(node: Node, observer: Observer) {
    this.#node = node
    this.#observer = observer
  }

  /** The adapters are open: events that came before this, and waited, are handled now. */
  connect(adapters: Adapters): void {
    this.#adapters = adapters
    const early = this.#early
    this.#early = []
    for (const event of early) this.dispatch(event)
  }

  /** From here on nothing is handled or performed: the node is as dead as if its process were. */
  stop(): void {
    this.#over = true
  }

  /** Hands an event to core and performs what comes of it. */
  dispatch(event: Event): void {
    if (this.#over) return
    if (!this.#adapters) return void this.#early.push(event)
    this.#handle(event, this.#adapters)
  }

  /** An operator's command, and core's answer to it. */
  operate(command: OperatorCommand): Outcome {
    if (this.#over || !this.#adapters)
      return { ok: false, code: 'not-running', text: 'The node is starting, or has left: it takes no commands.' }
    const answer = this.#handle({ kind: 'operate', command }, this.#adapters).find(({ kind }) => kind === 'answer')
    if (answer?.kind !== 'answer') throw new Error(`core does not answer the command ${command.kind}`)
    return answer.outcome
  }

  #handle(event: Event, adapters: Adapters): readonly Effect[] {
    const effects = this.#node.handle(event, monotonicNow())
    this.#perform(adapters, effects)
    if (!this.#flushing && !this.#over) {
      this.#flushing = true
      setImmediate(() => this.#flush())
    }
    return effects
  }

  #flush(): void {
    this.#flushing = false
    if (this.#over || !this.#adapters) return
    this.#perform(this.#adapters, this.#node.handle({ kind: 'flush' }, monotonicNow()))
    this.#adapters.mesh.flush()
    this.#adapters.gateway.flush()
  }

  #perform({ mesh, gateway, disk }: Adapters, effects: readonly Effect[]): void {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'send':
          mesh.send(effect.to, effect.message)
          break
        case 'gossip':
          mesh.gossip(effect.message)
          break
        case 'dial':
          mesh.dial(effect.addresses, effect.by)
          break
        case 'reply':
          gateway.reply(effect.socket, effect.message)
          break
        case 'close':
          gateway.close(effect.socket, effect.reason)
          break
        case 'timer':
          ringAfter(effect.afterMs, () => this.dispatch({ kind: 'timer', timer: effect.timer }))
          break
        case 'note':
          this.#observer.note(effect.note)
          break
        case 'answer':
          break // `operate` returns it
        case 'write':
        case 'mark':
        case 'discard':
        case 'take':
        case 'put-back':
          disk?.perform(effect)
          break
        case 'exit':
          this.#over = true
          mesh.flush()
          gateway.flush()
          this.#observer.exit(effect.ok)
          break
        default:
          effect satisfies never
      }
    }
  }
}
