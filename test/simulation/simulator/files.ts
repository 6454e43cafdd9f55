// What a directory of sessions does when it is asked to, in memory: as node/parking/disk.ts, without a disk.
import type { DiskEffect, FileKind, FoundFile, Saving } from '../../../node/core/effect.ts'
import type { Event } from '../../../node/core/event.ts'

export type FileState = FileKind

interface File {
  state: FileState
  readonly saving: Saving
  readonly savedAt: number
}

/** A session may lie there in several ways at once; what is parked keeps its name from its writing on. */
const nameOf = (file: string, as: FileKind) => (as === 'checkpoint' || as === 'unsure' ? `${file} ${as}` : file)

export class Files {
  readonly all = new Map<string, File>()

  /** `now`: milliseconds since 1970, by the clock of who looks. */
  found(now: number): Extract<Event, { kind: 'found' }> {
    const files = [...this.all.values()].map(({ state: kind, saving, savedAt }): FoundFile => {
      const { bytes, ...saved } = saving
      return { ...saved, kind, inputs: Number(saving.file.split('-')[3]), savedAt, idleMs: now - savedAt }
    })
    return { kind: 'found', files }
  }

  /** `now`: milliseconds since 1970. @returns what is answered, if anything. */
  do(effect: DiskEffect, now: number): Event | null {
    switch (effect.kind) {
      case 'write': {
        const { saving, as } = effect
        const { file, session } = saving
        this.all.set(nameOf(file, as), { state: as, saving, savedAt: now })
        return { kind: 'written', session, file, as, error: null }
      }
      case 'mark': {
        const file = this.all.get(effect.file)
        if (file?.state === 'parking') file.state = 'parked'
        return { kind: 'marked', file: effect.file, error: file ? null : 'no such file', absent: !file }
      }
      case 'put-back': {
        const file = this.all.get(effect.file)
        if (file) file.state = 'parked'
        return null
      }
      case 'discard': {
        const name = nameOf(effect.file, effect.as)
        if (this.all.get(name)?.state === effect.as) this.all.delete(name)
        return null
      }
      case 'take': {
        const file = this.all.get(nameOf(effect.file.file, effect.file.kind))
        if (file?.state !== effect.file.kind) return { kind: 'taken', file: effect.file, bytes: null }
        if (file.state === 'parked') file.state = 'taken'
        return { kind: 'taken', file: effect.file, bytes: file.saving.bytes }
      }
      default:
        return effect satisfies never
    }
  }
}
