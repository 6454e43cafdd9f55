// Sessions in files of one directory, which nodes of several machines may share. What a file's ending says of it changes by renaming,
// which is atomic: of all nodes that would resume a file, one can.
//   .writing  to be parked, not decided yet     .parked  waits to be resumed      .taken  was resumed; kept for a day
//   .unsure   may go on elsewhere               .bad     cannot be read
// It decides nothing: core says what to write and what to take, and is told what came of it.
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SessionId } from '../../protocol/ids.ts'
import type { Effect, ParkedFile } from '../core/effect.ts'
import type { Event } from '../core/event.ts'
import { decodeFile, encodeFile } from './format.ts'

export type DiskEffect = Extract<Effect, { kind: 'write' | 'mark' | 'discard' | 'take' | 'put-back' }>

export interface DiskOptions {
  readonly dir: string
  readonly emit: (event: Event) => void
  /** A file, and what is wrong with it. */
  readonly report: (file: string, error: string) => void
}

const TAKEN_KEPT_MS = 24 * 3_600_000

export class Disk {
  readonly #options: DiskOptions
  readonly #busy = new Set<Promise<void>>()
  /** Files that could not be moved out of the way: they are told of once. */
  readonly #hopeless = new Set<string>()

  /** @throws Error where the directory cannot be written to. */
  static async open(options: DiskOptions): Promise<Disk> {
    await mkdir(options.dir, { recursive: true })
    const disk = new Disk(options)
    const probe = disk.#path(`probe-${process.pid}.writing`)
    await disk.#writeFile(probe, new Uint8Array([1]))
    await rm(probe)
    return disk
  }

  private constructor(options: DiskOptions) {
    this.#options = options
  }

  perform(effect: DiskEffect): void {
    const work = this.#perform(effect).finally(() => this.#busy.delete(work))
    this.#busy.add(work)
  }

  /** All that was asked for is done. */
  async idle(): Promise<void> {
    while (this.#busy.size > 0) await Promise.all(this.#busy)
  }

  /** Tells of the sessions that wait, and forgets those that were resumed long ago. */
  async scan(now: number): Promise<void> {
    const names = await readdir(this.#options.dir)
    const files = names.flatMap(name =>
      name.endsWith('.parked') && !this.#hopeless.has(name) ? [parkedFile(name)] : [],
    )
    if (files.length > 0) this.#options.emit({ kind: 'found', files })
    for (const name of names.filter(n => n.endsWith('.taken'))) {
      const { mtimeMs } = await stat(this.#path(name))
      if (now - mtimeMs > TAKEN_KEPT_MS) await rm(this.#path(name), { force: true })
    }
  }

  async #perform(effect: DiskEffect): Promise<void> {
    switch (effect.kind) {
      case 'write': {
        const { file, session } = effect.parking
        const path = this.#path(`${file}.${effect.unsure ? 'unsure' : 'writing'}`)
        const error = await failureOf(this.#writeFile(path, encodeFile(effect.parking)))
        if (error !== null && effect.unsure) this.#options.report(path, error)
        return this.#options.emit({ kind: 'written', session, file, error })
      }
      case 'mark': {
        const error = await failureOf(this.#move(effect.file, 'writing', 'parked'))
        return this.#options.emit({ kind: 'marked', file: effect.file, error })
      }
      case 'discard':
        return rm(this.#path(`${effect.file}.writing`), { force: true }).catch(() => undefined)
      case 'put-back':
        return this.#move(effect.file, 'taken', 'parked').catch(error =>
          this.#options.report(effect.file, String(error)),
        )
      case 'take':
        return this.#take(effect.file)
      default:
        effect satisfies never
    }
  }

  async #take(file: ParkedFile): Promise<void> {
    try {
      await this.#move(file.file, 'parked', 'taken')
    } catch (error) {
      // Another was faster; or the disk is read-only, and will be next time.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
      this.#hopeless.add(`${file.file}.parked`)
      return this.#options.report(file.file, String(error))
    }
    try {
      const saved = decodeFile(await readFile(this.#path(`${file.file}.taken`)))
      if (saved.session !== file.session) throw new Error(`holds the session ${saved.session}`)
      this.#options.emit({ kind: 'taken', file, bytes: saved.bytes })
    } catch (error) {
      await this.#move(file.file, 'taken', 'bad').catch(() => undefined)
      this.#options.report(`${file.file}.bad`, error instanceof Error ? error.message : String(error))
    }
  }

  async #move(file: string, from: string, to: string): Promise<void> {
    await rename(this.#path(`${file}.${from}`), this.#path(`${file}.${to}`))
    await this.#syncDir()
  }

  /** Whole or not at all, and there after a loss of power. */
  async #writeFile(path: string, bytes: Uint8Array): Promise<void> {
    const half = `${path}.half`
    const handle = await open(half, 'w')
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(half, path)
    await this.#syncDir()
  }

  async #syncDir(): Promise<void> {
    const dir = await open(this.#options.dir, 'r')
    try {
      await dir.sync()
    } finally {
      await dir.close()
    }
  }

  #path(name: string): string {
    return join(this.#options.dir, name)
  }
}

/** `<session>-<epoch>.parked` */
function parkedFile(name: string): ParkedFile {
  const file = name.slice(0, name.lastIndexOf('.'))
  return { file, session: file.slice(0, file.lastIndexOf('-')) as SessionId }
}

async function failureOf(work: Promise<void>): Promise<string | null> {
  try {
    await work
    return null
  } catch (error) {
    return String(error)
  }
}
