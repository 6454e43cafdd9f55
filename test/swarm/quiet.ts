// Sessions in the middle of a round that nobody plays on with: what each place is shown before a deploy, it is shown
// after it.
import type { ExecutionContext } from 'ava'
import type { Look } from '../../scripts/load/look.ts'
import type { Target } from '../../scripts/load/sign-in.ts'
import { lookAround, setTables, type Table } from '../../scripts/load/tables.ts'
import { assertSame } from '../local/same.ts'

export interface Quiet {
  readonly tables: readonly Table[]
  readonly before: readonly (Look | null)[]
}

/** So many at each node. */
export async function layQuiet(nodes: readonly Target[], count: number): Promise<Quiet> {
  const tables = (await Promise.all(nodes.map(node => setTables(node, count)))).flat()
  const before = await lookAround(nodes[0]!, tables)
  return { tables, before }
}

/** Asserts that every place is told what it was told before. @returns how many rounds were still the same. */
export async function assertQuiet(
  t: ExecutionContext,
  quiet: Quiet,
  target: Target,
  incarnation: 'same' | 'taken over' = 'same',
): Promise<number> {
  return assertSame(t, quiet.before, await lookAround(target, quiet.tables), incarnation)
}
