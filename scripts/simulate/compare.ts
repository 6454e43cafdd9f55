// Whether a change of the code has changed what nodes do: each seed's trace, as a hash, is kept in a file before the
// change, and compared with the new one after it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Tally } from '../../test/simulation/simulator/tally.ts'

const EXAMPLES = 5

export interface Comparison {
  readonly text: string
  readonly isSame: boolean
}

/** Writes the traces where the file is not there yet, and keeps what it says of other seeds. */
export function compare(file: string, { prints }: Tally): Comparison {
  const before = existsSync(file) ? readPrints(file) : {}
  const known = Object.keys(prints).filter(seed => seed in before)
  const fresh = Object.keys(prints).filter(seed => !(seed in before))
  const differing = known.filter(seed => before[seed] !== prints[Number(seed)])
  if (fresh.length > 0) writeFileSync(file, `${JSON.stringify({ ...prints, ...before }, null, 1)}\n`)
  const compared = `${known.length} traces compared with ${file}, ${fresh.length} written to it`
  if (differing.length === 0) return { text: `${compared}: none differs.`, isSame: true }
  const examples = differing.slice(0, EXAMPLES).join(', ')
  return { text: `${compared}: ${differing.length} differ, such as seeds ${examples}.`, isSame: false }
}

function readPrints(file: string): Record<string, string> {
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (typeof read !== 'object' || read === null || Array.isArray(read))
    throw new Error(`${file} holds no traces: give --compare a file that it has written, or one that is not there yet`)
  return read as Record<string, string>
}
