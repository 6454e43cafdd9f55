// What the tests of several releases share: which main file is which release's, and what their nodes tell of what they
// read and wrote.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { activations, notes } from '../../scripts/local/journal.ts'
import type { LocalMesh } from '../../scripts/local/local-mesh.ts'
import type { NodeProcess } from '../../scripts/local/node-process.ts'

const build = (name: string) => join(import.meta.dirname, 'builds', `${name}.ts`)

/** `v1` is the real node, of schema 1 alone. `v2` reads and writes 1 and 2, `v3` reads both and writes 2, `faulty` has
 *  a bug. */
export const BUILDS = { v2: build('next'), v3: build('later'), faulty: build('faulty') }

/** The schemas in which these nodes have written states within a span of the machine's monotonic clock, each once. */
export function schemasWritten(nodes: readonly NodeProcess[], { from = 0, until = Number.POSITIVE_INFINITY } = {}) {
  const lines = nodes.flatMap(node => notes(node, 'written')).filter(({ at }) => at >= from && at < until)
  return [...new Set(lines.map(line => Number(line.schema)))].sort()
}

const WITHIN_MS = 60_000

export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + WITHIN_MS
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${WITHIN_MS / 1000} s: ${what}`)
    await sleep(50)
  }
}

/** Every node that serves has seen the end of all others of this release. */
export async function untilGone(mesh: LocalMesh, release: string): Promise<void> {
  await until(`the end of ${release} is seen`, async () => {
    const views = await Promise.all(mesh.serving().map(node => mesh.view(node)))
    return views.every(view => view.nodes.every(node => node.release !== release || node.state === 'dead'))
  })
}

/** What nodes could not load, as operators see it. */
export const quarantined = async (mesh: LocalMesh, node: NodeProcess) => (await mesh.view(node)).quarantined

/** Sessions that the node ever ran. */
export const sessionsRunBy = (node: NodeProcess): string[] => [
  ...new Set(activations(node).map(({ session }) => session)),
]
