// What the local tests share: meshes that end with their test, and what may be said of sessions before and after a
// move.
import type { ExecutionContext } from 'ava'
import type { Look } from '../../scripts/load/look.ts'
import { type Target, targetOf } from '../../scripts/load/sign-in.ts'
import { lookAround, setTables, type Table } from '../../scripts/load/tables.ts'
import { LocalMesh, type LocalMeshOptions } from '../../scripts/local/local-mesh.ts'
import type { NodeProcess } from '../../scripts/local/node-process.ts'
import { assertSame } from './same.ts'

/** A mesh whose log tells of single sessions; its nodes have ports of their own unless `port` is given. Who looks at a
 *  session by turns is not connected in between, and is not to be away for that. */
export async function meshFor(t: ExecutionContext, options: LocalMeshOptions = {}): Promise<LocalMesh> {
  const mesh = await LocalMesh.start({ ...options, env: { LOG_LEVEL: 'debug', AWAY_AFTER: '0s', ...options.env } })
  t.teardown(() => mesh.kill())
  return mesh
}

export const targetAt = (node: NodeProcess): Target => targetOf(node.url)

/** Tables at one node, with what each place sees before anything happens. */
export interface Laid {
  readonly tables: readonly Table[]
  readonly before: readonly (Look | null)[]
}

export async function lay(node: NodeProcess, count: number): Promise<Laid> {
  const tables = await setTables(targetAt(node), count)
  return { tables, before: await lookAround(targetAt(node), tables) }
}

/** Looks again, through another node, and asserts that every session is exactly what it was, but for its epoch and
 *  version. */
export async function assertUnchanged(t: ExecutionContext, laid: Laid, through: NodeProcess): Promise<void> {
  assertSame(t, laid.before, await lookAround(targetAt(through), laid.tables))
}
