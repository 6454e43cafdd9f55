// How long nothing has come over the connection in use. A clock tells when a connection gives way to a new one that the
// peer has opened. Ticks tell when we open one ourselves, so that a pause of this process is not taken for the peer's.
// This file must never conclude whether a process lives.
import { SILENT_AFTER_MS, STALLED_AFTER_MS, TICK_MS } from '../mesh-limits.ts'

export class Silence {
  #since = 0
  #heardAt = 0
  #ticks = 0

  /** Another connection is used from now on. */
  begin(): void {
    this.heard()
    this.#since = this.#heardAt
  }

  heard(): void {
    this.#heardAt = performance.now()
    this.#ticks = 0
  }

  /** Returns true if the connection stalls with this tick. */
  tick(): boolean {
    const before = this.stalled
    this.#ticks += 1
    return this.stalled && !before
  }

  get silent(): boolean {
    return performance.now() - this.#heardAt > SILENT_AFTER_MS
  }

  get stalled(): boolean {
    return this.#ticks >= STALLED_AFTER_MS / TICK_MS
  }

  /** The connection has been used for long enough to stall. */
  get old(): boolean {
    return performance.now() - this.#since > STALLED_AFTER_MS
  }
}
