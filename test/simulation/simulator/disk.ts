// A disk that one host's processes share, or all do. What is asked of it is done after a while, whole or, where its process has died
// meanwhile, not at all.
import type { Effect, Parking } from '../../../node/core/effect.ts'
import type { Process } from './process.ts'

export type DiskEffect = Extract<Effect, { kind: 'write' | 'mark' | 'discard' | 'take' | 'put-back' }>

interface File {
  state: 'writing' | 'parked' | 'taken' | 'unsure'
  readonly parking: Parking
}

export class SimulatedDisk {
  readonly files = new Map<string, File>()

  /** What the process finds when it looks. */
  scan(process: Process): void {
    const parked = [...this.files].filter(([, { state }]) => state === 'parked')
    const files = parked.map(([file, { parking }]) => ({ file, session: parking.session }))
    if (files.length > 0) process.post({ kind: 'found', files })
  }

  /** Now. */
  do(process: Process, effect: DiskEffect): void {
    if (!process.alive) return
    switch (effect.kind) {
      case 'write': {
        const { file, session } = effect.parking
        this.files.set(file, { state: effect.unsure ? 'unsure' : 'writing', parking: effect.parking })
        return process.post({ kind: 'written', session, file, error: null })
      }
      case 'mark': {
        const file = this.files.get(effect.file)
        if (file) file.state = 'parked'
        return process.post({ kind: 'marked', file: effect.file, error: file ? null : 'no such file' })
      }
      case 'put-back': {
        const file = this.files.get(effect.file)
        if (file) file.state = 'parked'
        return
      }
      case 'discard':
        return void this.files.delete(effect.file)
      case 'take': {
        const file = this.files.get(effect.file.file)
        if (file?.state !== 'parked') return
        file.state = 'taken'
        return process.post({ kind: 'taken', file: effect.file, bytes: file.parking.bytes })
      }
      default:
        effect satisfies never
    }
  }
}
