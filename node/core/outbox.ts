// The effects of the event that is being handled, in order, and messages of the node to itself, which are handled
// within the same event.
import type { PeerId, SocketId } from '../../protocol/ids.ts'
import type { MeshMessage } from '../../protocol/mesh.ts'
import type { Outcome } from '../../protocol/operator.ts'
import type { ToPlayer } from '../../protocol/player.ts'
import type { Effect, Note, Timer } from './effect.ts'

export class Outbox {
  readonly me: PeerId
  #effects: Effect[] = []
  #toSelf: MeshMessage[] = []

  constructor(me: PeerId) {
    this.me = me
  }

  emit(effect: Effect): void {
    this.#effects.push(effect)
  }

  /** To a peer, or to this node itself: then it is handled within the same event. */
  send(to: PeerId, message: MeshMessage): void {
    if (to === this.me) this.#toSelf.push(message)
    else this.emit({ kind: 'send', to, message })
  }

  gossip(message: MeshMessage): void {
    this.emit({ kind: 'gossip', message })
  }

  dial(addresses: readonly string[]): void {
    this.emit({ kind: 'dial', addresses })
  }

  reply(socket: SocketId, message: ToPlayer): void {
    this.emit({ kind: 'reply', socket, message })
  }

  close(socket: SocketId, reason: string): void {
    this.emit({ kind: 'close', socket, reason })
  }

  timer(afterMs: number, timer: Timer): void {
    this.emit({ kind: 'timer', afterMs, timer })
  }

  note(note: Note): void {
    this.emit({ kind: 'note', note })
  }

  answer(outcome: Outcome): void {
    this.emit({ kind: 'answer', outcome })
  }

  mark(file: string): void {
    this.emit({ kind: 'mark', file })
  }

  putBack(file: string): void {
    this.emit({ kind: 'put-back', file })
  }

  exit(ok: boolean): void {
    this.emit({ kind: 'exit', ok })
  }

  takeEffects(): Effect[] {
    const effects = this.#effects
    this.#effects = []
    return effects
  }

  takeOwnMessages(): MeshMessage[] {
    const messages = this.#toSelf
    this.#toSelf = []
    return messages
  }
}
