// Scaling out without a deploy: a node that joins empty takes load over.
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { signIn, targetOf } from '../../scripts/load/sign-in.ts'
import { lookAround } from '../../scripts/load/tables.ts'
import { forks } from '../../scripts/local/journal.ts'
import { freePorts } from '../../scripts/local/ports.ts'
import { runLink } from '../../web/link/browser.ts'
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

test('[P16] after two nodes more have come, the players of the first two are on all four, and none was cut off', async t => {
  const [port] = await freePorts(1)
  const mesh = await meshFor(t, { nodes: 2, port: port!, env: { REBALANCE_AFTER: '1s' } })
  const target = targetOf(`http://127.0.0.1:${port}`)
  const offline: string[] = []
  const links = await Promise.all(
    Array.from({ length: 60 }, async (_, n) => {
      const onChange = ({ status }: { readonly status: string }) => status === 'offline' && offline.push(`${n}`)
      return runLink({ url: target.play, token: await signIn(target, `Player ${n}`), onChange })
    }),
  )
  t.teardown(() => {
    for (const link of links) link.stop()
  })
  const counts = () => {
    const byNode = new Map<string, number>()
    for (const { state } of links) if (state.node !== '') byNode.set(state.node, (byNode.get(state.node) ?? 0) + 1)
    return [...byNode.values()]
  }
  const until = async (is: () => boolean) => {
    const end = performance.now() + WITHIN_MS
    while (!is() && performance.now() < end) await sleep(200)
    return is()
  }
  t.true(await until(() => links.every(({ state }) => state.status === 'online')), 'all are in')
  const before = counts().length
  t.true(before <= 2, `${before} nodes`)
  for (const slot of [3, 4]) await mesh.untilReady(await mesh.add(slot, 'v1'))
  t.true(await until(() => counts().length === 4 && Math.min(...counts()) >= 5), counts().join())
  t.deepEqual(offline, [])
})
