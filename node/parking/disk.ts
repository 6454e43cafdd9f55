// Sessions in files of one directory, which nodes of several machines may share. What a file's ending says of it
// changes by renaming, which is atomic: of all nodes that would resume a file, one can.
//   .writing  to be parked, not decided yet     .parked  waits to be resumed
//   .taken    was resumed; a copy from then on  .unsure  may go on elsewhere
//   .check    a copy; its session goes on       .bad     cannot be read, and is never found
// It decides nothing: core says what to write, what to take and what to remove, and is told what came of it. No age
// removes a file here: a clock may be set wrong, and a file may be the only one that holds its session.
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DiskEffect, FoundFile, SavedAs, Saving } from '../core/effect.ts'
import type { Event } from '../core/event.ts'
import { type Batch, Behind } from './checkpoint-queue.ts'
import { decodeFile, encodeFile } from './format.ts'
import { Halves } from './halves.ts'
import { ENDINGS, foundFile, isSaved, lookAt, type Seen } from './names.ts'
import { HALF, syncDir, writeWhole } from './whole.ts'

export interface DiskOptions {
  readonly dir: string
  readonly emit: (event: Event) => void
  readonly report: (trouble: Trouble, file: string, error: string) => void
}

/** unwritten: the session could not be saved, and core is not told. unreadable: the file is set aside. unmoved: the
 *  file could not be renamed, and stays as it is. */
export type Trouble = 'unwritten' | 'unreadable' | 'unmoved'

export class Disk {
  readonly #options: DiskOptions
  readonly #busy = new Set<Promise<void>>()
  /** Files that could not be moved out of the way; each is reported once. */
  readonly #hopeless = new Set<string>()
  readonly #halves = new Halves()
  readonly #behind = new Behind(batch => this.#performBehind(batch))
  /** The files of the last scan. */
  #seen = new Map<string, Seen>()

  /** @throws Error where the directory cannot be written to. */
  static async open(options: DiskOptions): Promise<Disk> {
    await mkdir(options.dir, { recursive: true })
    const disk = new Disk(options)
    // The name is random, and not a process id: in each container the node has the same one, and they share the
    // directory.
    const probe = disk.#path(`probe-${randomUUID()}.check.${HALF}`)
    await writeWhole(probe, new Uint8Array([1]))
    await rm(probe)
    return disk
  }

  private constructor(options: DiskOptions) {
    this.#options = options
  }

  perform(effect: DiskEffect): void {
    const behind = 'as' in effect && effect.as === 'checkpoint'
    const begun = behind ? this.#behind.ask(effect) : this.#perform(effect)
    const work = begun.finally(() => this.#busy.delete(work))
    this.#busy.add(work)
  }

  /** All that was asked for is done. */
  async idle(): Promise<void> {
    while (this.#busy.size > 0) await Promise.all(this.#busy)
  }

  /** Tells core of all files of sessions. */
  async scan(now: number): Promise<void> {
    const all = await readdir(this.#options.dir)
    await this.#halves.look(this.#options.dir, all)
    const names = all.filter(name => isSaved(name) && !this.#hopeless.has(name))
    const files: FoundFile[] = []
    const seen = new Map<string, Seen>()
    for (const name of names) {
      const file = this.#seen.get(name) ?? (await lookAt(this.#path(name)))
      if (file === null) continue
      seen.set(name, file)
      files.push(...foundFile(name, file, now))
    }
    this.#seen = seen
    this.#options.emit({ kind: 'found', files })
  }

  async #perform(effect: DiskEffect): Promise<void> {
    switch (effect.kind) {
      case 'write': {
        const { saving, as } = effect
        const write = writeWhole(this.#saved(saving, as), encodeFile(saving))
        const error = await failureOf(write.then(() => syncDir(this.#options.dir)))
        // This is a node's last effect: core is told nothing more.
        if (error !== null && as === 'unsure') this.#options.report('unwritten', saving.file, error)
        return this.#tellWritten(saving, as, error)
      }
      case 'mark': {
        const { file } = effect
        const error = await this.#mark(file).catch((error: NodeJS.ErrnoException) => error)
        const absent = error?.code === 'ENOENT'
        return this.#options.emit({ kind: 'marked', file, error: error ? String(error) : null, absent })
      }
      case 'discard':
        return rm(this.#path(`${effect.file}.${ENDINGS[effect.as]}`), { force: true }).catch(() => undefined)
      case 'put-back':
        return this.#move(effect.file, 'taken', 'parked').catch(error =>
          this.#options.report('unmoved', effect.file, String(error)),
        )
      case 'take':
        return effect.file.kind === 'parked'
          ? this.#take(effect.file)
          : this.#read(effect.file, ENDINGS[effect.file.kind])
      default:
        effect satisfies never
    }
  }

  /** Another node may have marked the file before, and a third one taken it. */
  async #mark(file: string): Promise<null> {
    try {
      await this.#move(file, 'writing', 'parked')
    } catch (error) {
      const isThere = async () =>
        (await lookAt(this.#path(`${file}.parked`))) ?? (await lookAt(this.#path(`${file}.taken`)))
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || !(await isThere())) throw error
    }
    return null
  }

  async #take(file: FoundFile): Promise<void> {
    try {
      await this.#move(file.file, 'parked', 'taken')
    } catch (error) {
      // Another node was faster; or the disk is read-only, and stays so.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.#hopeless.add(`${file.file}.parked`)
        this.#options.report('unmoved', file.file, String(error))
      }
      return this.#options.emit({ kind: 'taken', file, bytes: null })
    }
    await this.#read(file, 'taken')
  }

  async #read(file: FoundFile, ending: string): Promise<void> {
    try {
      const saved = decodeFile(await readFile(this.#path(`${file.file}.${ending}`)))
      if (saved.session !== file.session) throw new Error(`holds the session ${saved.session}`)
      this.#options.emit({ kind: 'taken', file, bytes: saved.bytes })
    } catch (error) {
      // A checkpoint may have been replaced by a newer one.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        await this.#move(file.file, ending, 'bad').catch(() => undefined)
        this.#options.report('unreadable', `${file.file}.bad`, error instanceof Error ? error.message : String(error))
      }
      this.#options.emit({ kind: 'taken', file, bytes: null })
    }
  }

  async #move(file: string, from: string, to: string): Promise<void> {
    await rename(this.#path(`${file}.${from}`), this.#path(`${file}.${to}`))
    await syncDir(this.#options.dir)
  }

  /** Syncs the directory once for all of them. */
  async #performBehind({ writes, discards }: Batch): Promise<void> {
    const errors = await Promise.all(
      writes.map(({ saving, as }) => failureOf(writeWhole(this.#saved(saving, as), encodeFile(saving)))),
    )
    const unsynced = errors.includes(null) ? await failureOf(syncDir(this.#options.dir)) : null
    for (const [at, { saving, as }] of writes.entries()) this.#tellWritten(saving, as, errors[at] ?? unsynced)
    await Promise.all(discards.map(effect => this.#perform(effect)))
  }

  #tellWritten({ session, file }: Saving, as: SavedAs, error: string | null): void {
    this.#options.emit({ kind: 'written', session, file, as, error })
  }

  #saved = ({ file }: Saving, as: SavedAs): string => this.#path(`${file}.${ENDINGS[as]}`)

  #path(name: string): string {
    return join(this.#options.dir, name)
  }
}

async function failureOf(work: Promise<void>): Promise<string | null> {
  try {
    await work
    return null
  } catch (error) {
    return String(error)
  }
}
