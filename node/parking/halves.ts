// Removes half-written checkpoints, whose writers died in the middle. Nobody resumes such a file, and the copy before
// it is still there. Only watching shows whether somebody still writes it, because the clocks of hosts differ.
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { HALF } from './whole.ts'

/** How many looks a minute has: on a disk that works, a file is written in far less. */
const LOOKS = 12
const ENDING = `.check.${HALF}`

export class Halves {
  #seen = new Map<string, { readonly mark: string; readonly looks: number }>()

  /** Call it with each scan of the directory. It removes what has not changed for so many looks. */
  async look(dir: string, names: readonly string[]): Promise<void> {
    const seen = new Map(this.#seen)
    this.#seen.clear()
    for (const name of names.filter(name => name.endsWith(ENDING))) {
      const path = join(dir, name)
      const mark = await stat(path).then(
        ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
        () => null,
      )
      if (mark === null) continue
      const before = seen.get(name)
      const looks = before?.mark === mark ? before.looks + 1 : 0
      if (looks < LOOKS) this.#seen.set(name, { mark, looks })
      else await rm(path, { force: true }).catch(() => undefined)
    }
  }
}
