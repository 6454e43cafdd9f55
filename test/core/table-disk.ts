// The disk on the table: files in memory, and nothing happens to them before a test says so.
import type { DiskEffect } from '../../node/core/effect.ts'
import type { Event, Sign } from '../../node/core/event.ts'
import type { PeerId } from '../../protocol/ids.ts'
import { type FileState, Files } from '../simulation/simulator/files.ts'

export class TableDisk {
  readonly #files = new Files()
  /** Of files that are written now, in milliseconds since 1970. */
  savedAt = 0
  /** Of who looks. */
  now = 0
  /** Why nothing can be written; null: it can. */
  full: string | null = null
  readonly #emit: (to: PeerId, event: Event) => void
  #asked: { readonly by: PeerId; readonly effect: DiskEffect }[] = []

  constructor(emit: (to: PeerId, event: Event) => void) {
    this.#emit = emit
  }

  get files() {
    return this.#files.all
  }

  ask(by: PeerId, effect: DiskEffect): void {
    this.#asked.push({ by, effect })
  }

  /** How much of this kind waits. */
  asked(kind: DiskEffect['kind']): number {
    return this.#asked.filter(({ effect }) => effect.kind === kind).length
  }

  /** It died before anything of that was done. */
  forget(by: PeerId): void {
    this.#asked = this.#asked.filter(asked => asked.by !== by)
  }

  /** Does all that was asked, or only what is of this kind, and what comes of it. */
  work(only?: DiskEffect['kind']): void {
    while (this.step(only));
  }

  /** Does the next thing of that. False where there is none. */
  step(only?: DiskEffect['kind']): boolean {
    const next = this.#asked.find(({ effect }) => only === undefined || effect.kind === only)
    if (!next) return false
    this.#asked = this.#asked.filter(asked => asked !== next)
    this.#do(next.by, next.effect)
    return true
  }

  /** Signs of life of these are on it. */
  signs: readonly Sign[] = []

  /** The node looks what is there. */
  scan(by: PeerId): void {
    this.#emit(by, { kind: 'signs', living: this.signs })
    this.#emit(by, this.found())
  }

  found(): Event {
    return this.#files.found(this.now)
  }

  states(): Record<string, FileState> {
    return Object.fromEntries([...this.files].map(([file, { state }]) => [file, state]))
  }

  #do(by: PeerId, effect: DiskEffect): void {
    if (effect.kind === 'write' && this.full !== null) {
      const { saving, as } = effect
      return this.#emit(by, { kind: 'written', session: saving.session, file: saving.file, as, error: this.full })
    }
    const answer = this.#files.do(effect, this.savedAt)
    if (answer) this.#emit(by, answer)
  }
}
