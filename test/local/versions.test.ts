// Two releases whose games have different schemas, as two builds of the node side by side: a deploy, and its roll-back.
import test, { type ExecutionContext } from 'ava'
import { monotonicNow } from '../../node/ops/monotonic-clock.ts'
import { forks, notes } from '../../scripts/local/journal.ts'
import type { LocalMesh } from '../../scripts/local/local-mesh.ts'
import type { NodeProcess } from '../../scripts/local/node-process.ts'
import { roll } from '../../scripts/local/roll.ts'
import { assertUnchanged, lay, meshFor } from './ground.ts'
import { BUILDS, schemasWritten, sessionsRunBy, untilGone } from './releases.ts'

/** Nobody was given what they could not read, and no rule was broken. */
function assertSound(t: ExecutionContext, { nodes }: LocalMesh): void {
  t.deepEqual(forks(nodes), [])
  for (const name of ['quarantined', 'invariant', 'lost'])
    t.deepEqual(
      nodes.flatMap(node => notes(node, name)),
      [],
      name,
    )
}

/** Start-first: a node of another release for this one's slot, then SIGTERM. */
async function replace(t: ExecutionContext, mesh: LocalMesh, node: NodeProcess, release: string): Promise<NodeProcess> {
  const fresh = await mesh.add(node.slot, release)
  await mesh.untilReady(fresh)
  const { code } = await mesh.terminate(node)
  t.is(code, 0, node.lastWords())
  return fresh
}

test('[G3] [G7] a deploy of a release with a new schema: it is written once nobody is left who cannot read it', async t => {
  const mesh = await meshFor(t, { builds: BUILDS })
  const old = [...mesh.nodes]
  const laid = await lay(old[0]!, 20)
  const more = await lay(old[2]!, 5)
  await roll(mesh, { parallel: 1, delayMs: 0, overlap: false })
  t.deepEqual(
    old.map(({ exit }) => exit?.code),
    [0, 0, 0],
  )
  const fresh = mesh.serving()
  t.deepEqual(new Set(fresh.map(({ release }) => release)), new Set(['v2']))
  const lastToldToLeave = Math.max(...old.map(node => node.terminatedAt!))
  t.deepEqual(schemasWritten(fresh, { until: lastToldToLeave }), [1], 'while an old node lived')
  await assertUnchanged(t, laid, fresh[0]!)
  await assertUnchanged(t, more, fresh[1]!)

  await untilGone(mesh, 'v1')
  const alone = monotonicNow()
  const leaving = fresh.find(node => sessionsRunBy(node).length > 0)!
  t.is((await mesh.terminate(leaving)).code, 0, leaving.lastWords())
  t.deepEqual(schemasWritten(fresh, { from: alone }), [2], 'among new nodes')
  const [through] = mesh.serving()
  await assertUnchanged(t, laid, through!)
  await assertUnchanged(t, more, through!)
  assertSound(t, mesh)
})

test('[G3] [G7] a deploy that is rolled back half-way loses nothing, also of sessions that the new release began', async t => {
  const mesh = await meshFor(t, { builds: BUILDS })
  const [first, second] = mesh.nodes
  const laid = [await lay(first!, 15), await lay(second!, 5)]
  const newer = [await replace(t, mesh, first!, 'v2'), await replace(t, mesh, second!, 'v2')]
  laid.push(await lay(newer[0]!, 10))
  t.true(newer.every(node => sessionsRunBy(node).length > 0))

  for (const node of newer) await replace(t, mesh, node, 'v1')
  t.deepEqual(new Set(mesh.serving().map(({ release }) => release)), new Set(['v1']))
  t.deepEqual(schemasWritten(newer), [1])
  for (const each of laid) await assertUnchanged(t, each, mesh.serving()[0]!)
  assertSound(t, mesh)
})
