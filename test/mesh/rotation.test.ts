import test from 'ava'
import { at, start, stopOpen, until } from './support/nodes.ts'

test.afterEach.always(stopOpen)

const OLD = 'the old key of a mesh that changes its key'
const NEXT = 'the next key of a mesh that changes its key'

/** The keys of who listens, and of who dials: no one else dials, so nobody can make up for a dial that is refused. */
const pairs = [
  [[OLD], [OLD, NEXT]],
  [[OLD], [NEXT, OLD]],
  [[OLD, NEXT], [OLD]],
  [
    [OLD, NEXT],
    [NEXT, OLD],
  ],
  [[OLD, NEXT], [NEXT]],
  [[NEXT, OLD], [OLD]],
  [
    [NEXT, OLD],
    [OLD, NEXT],
  ],
  [[NEXT, OLD], [NEXT]],
  [[NEXT], [OLD, NEXT]],
  [[NEXT], [NEXT, OLD]],
] as const

test('while the key is changed, every two nodes that have a key in common mesh, whoever dials and whatever its order', async t => {
  const met = await Promise.all(
    pairs.map(async ([ours, theirs]) => {
      const a = await start({ keys: ours })
      const b = await start({ keys: theirs, peers: [at(a.mesh.port)] })
      return [a, b] as const
    }),
  )
  for (const [i, [a, b]] of met.entries()) {
    t.true(await until(() => a.mesh.peers().length === 1 && b.mesh.peers().length === 1), `pair ${i}`)
    t.true(await until(() => a.mesh.ready() && b.mesh.ready()), `pair ${i}`)
    a.mesh.send(b.mesh.me, { kind: 'ping', n: i })
    a.mesh.flush()
    t.true(await until(() => b.events.some(event => event.kind === 'message')), `pair ${i}`)
  }
})

test('where each uses the first of its keys, and the other has it, nobody is refused on the way', async t => {
  const peers = [at((await start({ keys: [OLD] })).mesh.port)]
  const first = await start({ keys: [OLD, NEXT], peers })
  const second = await start({ keys: [NEXT, OLD], peers: [at(first.mesh.port)] })
  const third = await start({ keys: [NEXT], peers: [at(second.mesh.port)] })
  t.true(await until(() => [first, second].every(({ mesh }) => mesh.peers().length === 2)))
  t.deepEqual(
    [first, second, third].flatMap(({ complaints }) => complaints),
    [],
  )
})

test('nodes that have no key in common do not mesh, though each meshes with one that has both', async t => {
  const both = await start({ keys: [OLD, NEXT] })
  const old = await start({ keys: [OLD], peers: [at(both.mesh.port)] })
  const next = await start({ keys: [NEXT], peers: [at(both.mesh.port), at(old.mesh.port)] })
  t.true(await until(() => both.mesh.peers().length === 2 && next.complaints.length > 0))
  t.deepEqual(
    [old, next].map(({ mesh }) => mesh.peers().map(({ peer }) => peer)),
    [[both.mesh.me], [both.mesh.me]],
  )
  t.regex(next.complaints[0]!, /mesh key differs/)
})
