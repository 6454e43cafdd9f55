// What a file's name says: `<session>-<epoch>-<version>-<inputs>.<ending>`. Names of an earlier release have no inputs;
// then the file itself tells.
import { readFile, stat } from 'node:fs/promises'
import type { Epoch, SessionId, Version } from '../../protocol/ids.ts'
import { inputsOf } from '../../protocol/inputs.ts'
import type { FileKind, FoundFile } from '../core/effect.ts'
import { decodeFile } from './format.ts'

export const ENDINGS: Readonly<Record<FileKind, string>> = {
  parking: 'writing',
  parked: 'parked',
  taken: 'taken',
  unsure: 'unsure',
  checkpoint: 'check',
}
const KINDS = new Map(Object.entries(ENDINGS).map(([kind, ending]) => [ending, kind as FileKind]))

/** What is known of a file that was looked at. */
export interface Seen {
  readonly savedAt: number
  /** When the file was last written or renamed: a rename keeps the one time of a file, and sets the other. */
  readonly changedAt: number
  readonly inputs: number
}

export const isSaved = (name: string): boolean => KINDS.has(endingOf(name))

const endingOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

/** Session, epoch, version, inputs. */
const partsOf = (name: string) => /^(.+?)-(\d+)-(\d+)(?:-(\d+))?\.\w+$/.exec(name)

/** Null if the file is gone. */
export async function lookAt(path: string): Promise<Seen | null> {
  try {
    const { mtimeMs, ctimeMs } = await stat(path)
    const named = partsOf(path)?.[4]
    const inputs = named === undefined ? await inputsIn(path) : Number(named)
    return { savedAt: mtimeMs, changedAt: Math.max(mtimeMs, ctimeMs), inputs }
  } catch {
    return null
  }
}

/** A damaged file counts as 0; it is set aside when it is taken. */
async function inputsIn(path: string): Promise<number> {
  const file = await readFile(path)
  try {
    return inputsOf(decodeFile(file).bytes)
  } catch {
    return 0
  }
}

/** Empty if the file is of another kind. */
export function foundFile(name: string, { savedAt, changedAt, inputs }: Seen, now: number): FoundFile[] {
  const parts = partsOf(name)
  if (!parts) return []
  const [session, epoch, version] = parts.slice(1)
  const at = { epoch: Number(epoch) as Epoch, version: Number(version) as Version, inputs, savedAt }
  const file = name.slice(0, name.lastIndexOf('.'))
  return [{ file, kind: KINDS.get(endingOf(name))!, session: session as SessionId, ...at, idleMs: now - changedAt }]
}
