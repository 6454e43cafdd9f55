import test from 'ava'
import { freePorts } from '../../scripts/local/ports.ts'
import { pingsOf, toldOf } from '../contracts/mesh.ts'
import { at, open, stopOpen, until } from './support/nodes.ts'

test.afterEach.always(stopOpen)

const ROUNDS = 4

test('two that dial each other at once end with one connection, told of once, over which all flows both ways', async t => {
  for (let round = 0; round < ROUNDS; round++) {
    const [p, q] = (await freePorts(2)) as [number, number]
    const a = await open({ listen: at(p), peers: [at(q)] })
    const b = await open({ listen: at(q), peers: [at(p)] })
    a.mesh.start()
    b.mesh.start()
    t.true(await until(() => toldOf(a, b.mesh.me).length > 0 && toldOf(b, a.mesh.me).length > 0))
    t.true(await until(() => a.mesh.connections === 1 && b.mesh.connections === 1))
    for (let n = 0; n < 50; n++) {
      for (const [from, to] of [
        [a, b],
        [b, a],
      ] as const) {
        from.mesh.gossip({ kind: 'ping', n })
        from.mesh.send(to.mesh.me, { kind: 'ping', n: 1_000 + n })
        from.mesh.flush()
      }
      await new Promise(resolve => setTimeout(resolve, 2))
    }
    t.true(await until(() => pingsOf(a).length >= 100 && pingsOf(b).length >= 100))
    for (const [node, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const got = pingsOf(node).sort((x, y) => x - y)
      t.deepEqual(
        got,
        Array.from({ length: 100 }, (_, i) => (i < 50 ? i : 950 + i)),
      )
      t.deepEqual(toldOf(node, other.mesh.me), ['peer-up'])
    }
    t.true(await until(() => [a, b].every(({ mesh }) => mesh.peers()[0]!.gossip)))
    await Promise.all([a.mesh.stop(), b.mesh.stop()])
  }
})

test('five that start at once form a full mesh of one connection a pair', async t => {
  const ports = await freePorts(5)
  const nodes = await Promise.all(ports.map(port => open({ listen: at(port), peers: ports.map(at) })))
  for (const { mesh } of nodes) mesh.start()
  t.true(await until(() => nodes.every(({ mesh }) => mesh.peers().length === 4 && mesh.connections === 4)))
  t.true(await until(() => nodes.every(({ mesh }) => mesh.peers().every(({ gossip }) => gossip))))
  t.true(nodes.every(({ mesh }) => mesh.ready()))
  for (const { mesh } of nodes) {
    mesh.gossip({ kind: 'ping', n: 1 })
    mesh.flush()
  }
  t.true(await until(() => nodes.every(node => pingsOf(node).length === 4)))
  t.deepEqual(
    nodes.flatMap(({ complaints }) => complaints.filter(text => !text.includes('no answer within'))),
    [],
  )
})
