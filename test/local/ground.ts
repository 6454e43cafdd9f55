// What the local tests share: meshes that end with their test, and what may be said of sessions before and after a move.
import type { ExecutionContext } from 'ava'
import { monotonicNow } from '../../node/ops/clock.ts'
import type { MinotaurView } from '../../protocol/minotaur.ts'
import type { Look } from '../../scripts/load/look.ts'
import { type Target, targetOf } from '../../scripts/load/sign-in.ts'
import { lookAround, setTables, type Table } from '../../scripts/load/tables.ts'
import { LocalMesh, type LocalMeshOptions } from '../../scripts/local/local-mesh.ts'
import type { NodeProcess } from '../../scripts/local/node-process.ts'

/** A mesh whose log tells of single sessions; its nodes have ports of their own unless `port` is given. */
export async function meshFor(t: ExecutionContext, options: LocalMeshOptions = {}): Promise<LocalMesh> {
  const mesh = await LocalMesh.start({ ...options, env: { LOG_LEVEL: 'debug', ...options.env } })
  t.teardown(() => mesh.kill())
  return mesh
}

export const targetAt = (node: NodeProcess): Target => targetOf(`http://127.0.0.1:${node.port}`)

/** Tables at one node, with what each place sees before anything happens. */
export interface Laid {
  readonly tables: readonly Table[]
  readonly before: readonly (Look | null)[]
  /** Before the first look. */
  readonly lookedAt: number
}

export async function lay(node: NodeProcess, count: number): Promise<Laid> {
  const tables = await setTables(targetAt(node), count)
  const lookedAt = monotonicNow()
  const before = await lookAround(targetAt(node), tables)
  return { tables, before, lookedAt }
}

/**
 * Looks again, through another node, and asserts that every session is exactly what it was, but for its epoch and version.
 * Where a machine is so slow that a round's time is up meanwhile, the round may have ended, as it would have without the move.
 */
export async function assertUnchanged(t: ExecutionContext, laid: Laid, through: NodeProcess): Promise<void> {
  const after = await lookAround(targetAt(through), laid.tables)
  const elapsedMs = monotonicNow() - laid.lookedAt
  t.is(after.length, laid.before.length)
  for (const [at, now] of after.entries()) {
    const earlier = laid.before[at]
    if (!now || !earlier) {
      t.fail(`place ${at} is told nothing ${now ? 'before' : 'after'} the move`)
      continue
    }
    const goesOn = roundOf(now) === roundOf(earlier)
    if (goesOn) t.deepEqual(now.update.view, earlier.update.view)
    else t.true(elapsedMs >= earlier.update.remainingMs!, 'the round ended before its time was up')
    t.is(now.welcome.last, earlier.welcome.last)
    t.is(now.welcome.chain, earlier.welcome.chain)
    t.true(now.welcome.epoch > earlier.welcome.epoch, 'it has moved')
    t.true(now.welcome.version > earlier.welcome.version, 'its version went on')
    if (goesOn) assertClock(t, { earlierMs: earlier.update.remainingMs, nowMs: now.update.remainingMs, elapsedMs })
  }
}

const roundOf = ({ update }: Look) => (update.view as MinotaurView).round

/** The clock ran on while the session was on its way: it neither started anew nor jumped. The margin is for the slowest machine. */
const CLOCK_MARGIN_MS = 5_000

function assertClock(
  t: ExecutionContext,
  { earlierMs, nowMs, elapsedMs }: { earlierMs: number | null; nowMs: number | null; elapsedMs: number },
): void {
  if (earlierMs === null || nowMs === null) {
    t.is(nowMs, earlierMs)
    return
  }
  t.true(nowMs < earlierMs, `${nowMs} ms remain, ${earlierMs} ms remained before`)
  t.true(nowMs > earlierMs - elapsedMs - CLOCK_MARGIN_MS, `${nowMs} ms remain of ${earlierMs} after ${elapsedMs} ms`)
}
