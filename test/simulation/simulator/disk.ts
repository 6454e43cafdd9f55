// A disk that one host's processes share, or all do. What is asked of it is done after a while, whole or, where its
// process has died meanwhile, not at all.

import type { DiskEffect } from '../../../node/core/effect.ts'
import type { Event } from '../../../node/core/event.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import { Files } from './files.ts'
import type { Process } from './process.ts'

/** A sign that has not changed for so long is one of the dead. */
export const STILL_MS = 500

export class SimulatedDisk {
  readonly #files = new Files()
  readonly #now: () => number
  readonly #date: (by: Process) => number
  readonly #signs = new Map<
    PeerId,
    { readonly at: number; readonly since: number; readonly sessions: number; readonly leaving: boolean }
  >()

  /** `now`: milliseconds, of a clock that never jumps. `date`: milliseconds since 1970, by the clock of a process. */
  constructor(now: () => number, date: (by: Process) => number) {
    this.#now = now
    this.#date = date
  }

  get files() {
    return this.#files.all
  }

  /** A process that runs shows that it lives. */
  sign(process: Process): void {
    const { at, since } = this.#signs.get(process.peer) ?? { at: Number.NEGATIVE_INFINITY, since: 0 }
    const now = this.#now()
    this.#signs.set(process.peer, {
      at: now,
      since: now - at > STILL_MS ? now : since,
      sessions: process.node.sessions(),
      leaving: process.draining,
    })
  }

  /** Who has shown for so long, without a break, that it lives and knows of sessions. */
  shows(peer: PeerId, ms: number): boolean {
    const sign = this.#signs.get(peer)
    const now = this.#now()
    return sign !== undefined && sign.sessions > 0 && now - sign.at <= STILL_MS && now - sign.since >= ms
  }

  /** The signs of others that live. Who has left took its own away. */
  signs(of: Process, left: (peer: PeerId) => boolean): Extract<Event, { kind: 'signs' }> {
    const others = [...this.#signs].filter(([peer]) => peer !== of.peer && !left(peer))
    const living = others.filter(([, { at }]) => this.#now() - at <= STILL_MS)
    return {
      kind: 'signs',
      living: living.map(([peer, { sessions, leaving }]) => ({ peer, addresses: [peer], sessions, leaving })),
    }
  }

  /** What the process finds when it looks. */
  scan(process: Process): void {
    if (this.files.size > 0) process.post(this.#files.found(this.#date(process)))
  }

  /** Now. Who leaves in order waits for what it asked for. */
  do(process: Process, effect: DiskEffect): void {
    if (!process.alive && !process.left) return
    const answer = this.#files.do(effect, this.#date(process))
    if (answer) process.post(answer)
  }
}
