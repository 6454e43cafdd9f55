// Scaling out without a deploy: a node that joins empty takes load over.
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { lookAround } from '../../scripts/load/tables.ts'
import { forks } from '../../scripts/local/journal.ts'
import { lay, meshFor, targetAt } from './ground.ts'

const WITHIN_MS = 60_000

test('[G3] a node that joins an overloaded mesh takes sessions over, as they were', async t => {
  const mesh = await meshFor(t, { nodes: 2, env: { REBALANCE_AFTER: '1s' } })
  const laid = await lay(mesh.nodes[0]!, 60)
  const fresh = await mesh.add(3, 'v1')
  await mesh.untilReady(fresh)
  const owned = async () => (await mesh.view(fresh)).sessions.owned
  const end = performance.now() + WITHIN_MS
  while ((await owned()) < 8 && performance.now() < end) await sleep(200)
  t.true((await owned()) >= 8)
  const after = await lookAround(targetAt(fresh), laid.tables)
  for (const [at, look] of after.entries()) {
    const earlier = laid.before[at]!
    t.deepEqual([look?.welcome.last, look?.welcome.chain], [earlier.welcome.last, earlier.welcome.chain])
  }
  t.deepEqual(forks(mesh.nodes), [])
})
