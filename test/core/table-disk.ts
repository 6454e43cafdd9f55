// The disk on the table: files in memory, and nothing happens to them before a test says so.
import type { Effect, Parking } from '../../node/core/effect.ts'
import type { Event } from '../../node/core/event.ts'
import type { PeerId } from '../../protocol/ids.ts'

type Asked = Extract<Effect, { kind: 'write' | 'mark' | 'discard' | 'take' | 'put-back' }>
export type FileState = 'writing' | 'parked' | 'taken' | 'unsure'

export class TableDisk {
  readonly files = new Map<string, { state: FileState; readonly parking: Parking }>()
  /** Why nothing can be written; null: it can. */
  full: string | null = null
  readonly #emit: (to: PeerId, event: Event) => void
  #asked: { readonly by: PeerId; readonly effect: Asked }[] = []

  constructor(emit: (to: PeerId, event: Event) => void) {
    this.#emit = emit
  }

  ask(by: PeerId, effect: Asked): void {
    this.#asked.push({ by, effect })
  }

  /** Does all that was asked, or only what is of this kind, and what comes of it. */
  work(only?: Asked['kind']): void {
    const next = this.#asked.find(({ effect }) => only === undefined || effect.kind === only)
    if (!next) return
    this.#asked = this.#asked.filter(asked => asked !== next)
    this.#do(next.by, next.effect)
    this.work(only)
  }

  /** The node looks what is there. */
  scan(by: PeerId): void {
    const files = [...this.files].flatMap(([file, { state, parking }]) =>
      state === 'parked' ? [{ file, session: parking.session }] : [],
    )
    this.#emit(by, { kind: 'found', files })
  }

  states(): Record<string, FileState> {
    return Object.fromEntries([...this.files].map(([file, { state }]) => [file, state]))
  }

  #do(by: PeerId, effect: Asked): void {
    if (effect.kind === 'write') {
      const { parking, unsure } = effect
      const { file, session } = parking
      if (this.full === null) this.files.set(file, { state: unsure ? 'unsure' : 'writing', parking })
      return this.#emit(by, { kind: 'written', session, file, error: this.full })
    }
    if (effect.kind === 'discard') return void this.files.delete(effect.file)
    if (effect.kind === 'put-back') {
      this.files.get(effect.file)!.state = 'parked'
      return
    }
    if (effect.kind === 'mark') {
      this.files.get(effect.file)!.state = 'parked'
      return this.#emit(by, { kind: 'marked', file: effect.file, error: null })
    }
    const found = this.files.get(effect.file.file)
    if (found?.state !== 'parked') return
    found.state = 'taken'
    this.#emit(by, { kind: 'taken', file: effect.file, bytes: found.parking.bytes })
  }
}
