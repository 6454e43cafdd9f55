// Checkpoints on their way to the disk. They may be many, and nothing waits for them: so several are written at one
// time, and their directory is synced once for all of these. All effects are carried out in the order in which they
// were asked for, so that no file is removed before it is written.
import type { DiskEffect } from '../core/effect.ts'

type Write = Extract<DiskEffect, { kind: 'write' }>
type Discard = Extract<DiskEffect, { kind: 'discard' }>

/** How many are written at one time. More would hardly be faster, and would take threads from parked sessions. */
const AT_ONCE = 16

export interface Batch {
  readonly writes: readonly Write[]
  /** To be carried out after the writes. */
  readonly discards: readonly Discard[]
}

export class Behind {
  readonly #perform: (batch: Batch) => Promise<void>
  #queue: (Write | Discard)[] = []
  #work: Promise<void> | null = null

  constructor(perform: (batch: Batch) => Promise<void>) {
    this.#perform = perform
  }

  /** @returns when all that was asked for is done. */
  ask(effect: Write | Discard): Promise<void> {
    this.#queue.push(effect)
    this.#work ??= this.#workOff()
    return this.#work
  }

  async #workOff(): Promise<void> {
    // Effects of one turn go together.
    await Promise.resolve()
    try {
      while (this.#queue.length > 0) await this.#perform(this.#next())
    } finally {
      // Right here, so that the next effect starts the work anew.
      this.#work = null
    }
  }

  #next(): Batch {
    const writes: Write[] = []
    const discards: Discard[] = []
    const files = new Set<string>()
    for (const effect of this.#queue) {
      if (effect.kind === 'discard') {
        discards.push(effect)
        files.add(effect.file)
        continue
      }
      const { file } = effect.saving
      if (writes.length === AT_ONCE || files.has(file)) break
      writes.push(effect)
      files.add(file)
    }
    this.#queue.splice(0, writes.length + discards.length)
    return { writes, discards }
  }
}
