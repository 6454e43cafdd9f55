// Whom the nodes of a world look for by themselves: all others, or each one that was there before it.
import type { PeerId } from '../../../protocol/ids.ts'
import type { Plan } from './plan.ts'
import type { Random } from './random.ts'

export class Lists {
  readonly #kind: Plan['lists']
  readonly #one = new Map<PeerId, PeerId>()

  constructor(kind: Plan['lists']) {
    this.#kind = kind
  }

  /** Draws nothing where all are listed: older worlds stay what they were. */
  add(peer: PeerId, others: readonly { readonly peer: PeerId }[], random: Random): void {
    if (this.#kind === 'one' && others.length > 0) this.#one.set(peer, random.pick(others).peer)
  }

  /** One of them looks for the other. */
  meet(a: PeerId, b: PeerId): boolean {
    return this.#kind === 'all' || this.#one.get(a) === b || this.#one.get(b) === a
  }
}
