// What waits to be sent to one socket. Of the updates of a session only the newest is kept, because a view replaces the
// one before: a slow reader skips views, and never sees an old one late. An update that replaces another moves to the
// end, behind what was queued in between, because its view may show what that is about. All other messages keep their
// order, and their number is bounded. This file never looks into a view.
import { encodeToPlayer } from '../../../protocol/codec.ts'
import type { SessionId } from '../../../protocol/ids.ts'
import type { ToPlayer } from '../../../protocol/player.ts'
import { QUEUED_MESSAGES_MAX } from '../admission/gateway-limits.ts'

export class Outbox {
  /** Messages in the order of sending: updates by their session, all others by a number of their own. */
  readonly #messages = new Map<SessionId | number, ToPlayer>()
  #next = 0
  #others = 0

  get empty(): boolean {
    return this.#messages.size === 0
  }

  /** Returns false if there is no room; then the message is not kept. */
  add(message: ToPlayer): boolean {
    if (message.kind === 'update') {
      this.#messages.delete(message.session)
      this.#messages.set(message.session, message)
      return true
    }
    if (this.#others === QUEUED_MESSAGES_MAX) return false
    this.#others += 1
    this.#messages.set(this.#next, message)
    this.#next += 1
    return true
  }

  /** Takes out everything, in order. */
  take(): ToPlayer[] {
    const messages = [...this.#messages.values()]
    this.#messages.clear()
    this.#others = 0
    return messages
  }
}

/** Frames of a single update, by that update: an update that goes to many sockets is encoded once. */
const single = new WeakMap<ToPlayer, Uint8Array>()

export function encodeFrame(messages: readonly ToPlayer[]): Uint8Array {
  const [only] = messages
  if (messages.length !== 1 || only?.kind !== 'update') return encodeToPlayer(messages)
  const known = single.get(only)
  if (known !== undefined) return known
  const frame = encodeToPlayer(messages)
  single.set(only, frame)
  return frame
}
