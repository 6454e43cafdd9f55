// Where the mesh logs: in pino's form, so that its child logger fits as it is. This file knows no levels and no sinks.

export type LogLine = (fields: Readonly<Record<string, unknown>>, text: string) => void

export interface MeshLog {
  debug: LogLine
  info: LogLine
  warn: LogLine
  error: LogLine
}

const REMEMBERED_MAX = 1_000

/** Lets a line pass the first time its key is seen, so that a peer or address that fails again and again is logged
 *  once. */
export class Once {
  readonly #seen = new Set<string>()

  first(key: string): boolean {
    if (this.#seen.has(key)) return false
    if (this.#seen.size >= REMEMBERED_MAX) this.#seen.clear()
    this.#seen.add(key)
    return true
  }

  forget(prefix: string): void {
    for (const key of this.#seen) if (key.startsWith(prefix)) this.#seen.delete(key)
  }
}

/** The error's message for a log line; never an object with a stack. */
export const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error))
