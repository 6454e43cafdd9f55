// A disk that one host's processes share, or all do. What is asked of it is done after a while, whole or, where its process has died
// meanwhile, not at all.
import { type DiskEffect, Files } from './files.ts'
import type { Process } from './process.ts'

export class SimulatedDisk {
  readonly #files = new Files()
  readonly #now: () => number

  /** `now`: milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now
  }

  get files() {
    return this.#files.all
  }

  /** What the process finds when it looks. */
  scan(process: Process): void {
    if (this.files.size > 0) process.post(this.#files.found(this.#now()))
  }

  /** Now. Who leaves in order waits for what it asked for. */
  do(process: Process, effect: DiskEffect): void {
    if (!process.alive && !process.left) return
    const answer = this.#files.do(effect, this.#now())
    if (answer) process.post(answer)
  }
}
