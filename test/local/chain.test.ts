// Nodes that list only some of the others, or none: a chain becomes a mesh, and any of its nodes will do.
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { RawPlayer } from '../../scripts/load/raw-player.ts'
import { signIn } from '../../scripts/load/sign-in.ts'
import { lay, meshFor, targetAt } from './ground.ts'

test('[G6] where A lists nobody, B lists A and C lists B, all three mesh, and a join at either end is answered', async t => {
  const mesh = await meshFor(t, { nodes: 1 })
  const [a] = mesh.nodes
  const b = await mesh.add(2, 'v1', { MESH_PEERS: a!.meshAddress })
  await mesh.untilReady(b)
  const c = await mesh.add(3, 'v1', { MESH_PEERS: b.meshAddress })
  await mesh.untilReady(c)
  const nodes = [a!, b, c]
  // Who is ready has met all that those whom it met knew of; those themselves are told in a moment.
  const alive = async () => {
    const views = await Promise.all(nodes.map(node => mesh.view(node)))
    return views.map(view => view.nodes.filter(({ state }) => state === 'self' || state === 'alive').length)
  }
  const until = performance.now() + 20_000
  while ((await alive()).some(count => count < 3) && performance.now() < until) await sleep(100)
  t.deepEqual(await alive(), [3, 3, 3])
  for (const [at, through] of [
    [c, a!],
    [a!, c],
  ] as const) {
    const { tables } = await lay(at, 1)
    const stranger = await RawPlayer.connect(targetAt(through).play, await signIn(targetAt(through), 'Minos'))
    stranger.say({ kind: 'join', code: tables[0]!.code })
    const { code } = await stranger.expect('error', () => true)
    t.is(code, 'session-full', 'its owner has answered: the game has begun')
    stranger.close()
  }
})
