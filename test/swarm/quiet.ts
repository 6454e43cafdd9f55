// Sessions in the middle of a round that nobody plays on with: what each place is shown before a deploy, it is shown after it.
import type { ExecutionContext } from 'ava'
import { monotonicNow } from '../../node/ops/clock.ts'
import type { Look } from '../../scripts/load/look.ts'
import type { Target } from '../../scripts/load/sign-in.ts'
import { lookAround, setTables, type Table } from '../../scripts/load/tables.ts'

export interface Quiet {
  readonly tables: readonly Table[]
  readonly before: readonly (Look | null)[]
  readonly lookedAt: number
}

/** A clock that is about to run out may do so while it is looked at. */
const CLOCK_MARGIN_MS = 1_000

/** So many at each node. */
export async function layQuiet(nodes: readonly Target[], count: number): Promise<Quiet> {
  const tables = (await Promise.all(nodes.map(node => setTables(node, count)))).flat()
  const before = await lookAround(nodes[0]!, tables)
  return { tables, before, lookedAt: monotonicNow() }
}

/**
 * Asserts that every place is told what it was told before, and that its clock ran on. Where the machine took so long that
 * a round was ended by its clock, what must be the same is what the players did. @returns how many rounds were still the same.
 */
export async function assertQuiet(t: ExecutionContext, quiet: Quiet, target: Target): Promise<number> {
  const after = await lookAround(target, quiet.tables)
  const elapsedMs = monotonicNow() - quiet.lookedAt
  let same = 0
  for (const [at, now] of after.entries()) {
    const earlier = quiet.before[at]
    if (!now || !earlier) {
      t.fail(`place ${at} is told nothing ${now ? 'before' : 'after'} the deploy`)
      continue
    }
    t.is(now.welcome.last, earlier.welcome.last)
    t.is(now.welcome.chain, earlier.welcome.chain)
    t.true(now.welcome.epoch > earlier.welcome.epoch, 'it has moved')
    t.true(now.welcome.version > earlier.welcome.version, 'its version went on')
    if ((earlier.update.remainingMs ?? 0) < elapsedMs + CLOCK_MARGIN_MS) continue
    same++
    t.deepEqual(now.update.view, earlier.update.view)
    t.true(now.update.remainingMs! < earlier.update.remainingMs!, 'the clock did not start anew')
    t.true(
      now.update.remainingMs! > earlier.update.remainingMs! - elapsedMs - CLOCK_MARGIN_MS,
      'the clock did not jump',
    )
  }
  return same
}
