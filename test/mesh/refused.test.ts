import test from 'ava'
import { at, pause, start, stopOpen, until } from './support/nodes.ts'

test.afterEach.always(stopOpen)

/** Ours, and that of who comes. */
const refusals: readonly (readonly [string[], string[]])[] = [
  [['one secret of sixteen and more'], ['another secret of sixteen and more']],
  [['one secret of sixteen and more'], []],
  [[], ['one secret of sixteen and more']],
  [
    ['one secret of sixteen and more', 'a second one of the same'],
    ['another secret of sixteen and more', 'a second one of that'],
  ],
]

test('a node with another key gets in nowhere, and both sides say that the key differs', async t => {
  const pairs = await Promise.all(
    refusals.map(async ([ours, theirs]) => {
      const a = await start({ keys: ours })
      return [a, await start({ keys: theirs, peers: [at(a.mesh.port)] })] as const
    }),
  )
  t.true(await until(() => pairs.flat().every(({ complaints }) => complaints.length > 0)))
  // Not even when its dials have had their outcome: the address accepts TCP.
  await pause(3_500)
  for (const [a, b] of pairs) {
    t.regex(b.complaints[0]!, /could not mesh with 127\.0\.0\.1:\d+.*mesh key differs.*MESH_KEY_FILE/)
    t.regex(a.complaints[0]!, /refused a node at 127\.0\.0\.1: its mesh key differs/)
    t.deepEqual([a.mesh.ready(), b.mesh.ready()], [true, false])
    t.deepEqual([a.events, b.events], [[], []])
    t.deepEqual([a.complaints.length, b.complaints.length], [1, 1])
  }
})

test('two nodes without a key mesh', async t => {
  const a = await start({ keys: [] })
  const b = await start({ keys: [], peers: [at(a.mesh.port)] })
  t.true(await until(() => a.mesh.peers().length === 1 && b.mesh.peers().length === 1))
})

test('[M1] a node of another protocol is refused, and both sides say which version each speaks', async t => {
  const a = await start({ protocol: 1, release: 'old' })
  const b = await start({ protocol: 2, release: 'new', peers: [at(a.mesh.port)] })
  t.true(await until(() => a.complaints.length > 0 && b.complaints.length > 0))
  t.regex(a.complaints[0]!, /refused a peer: this node \(release old\) speaks version 1 .*\(release new\) version 2/)
  t.regex(
    b.complaints[0]!,
    /could not mesh with .*this node \(release new\) speaks version 2 .*\(release old\) version 1/,
  )
  t.deepEqual([a.events, b.events], [[], []])
  t.false(b.mesh.ready())
})

test('a refused node does not keep its connections', async t => {
  const a = await start({ protocol: 1 })
  const b = await start({ protocol: 2, peers: [at(a.mesh.port)] })
  t.true(await until(() => b.complaints.length > 0))
  t.true(await until(() => a.mesh.connections === 0 && b.mesh.connections === 0))
})

test('[M1] two meshes with one key do not become one, whoever finds the other, and both say what each is called', async t => {
  const red = await start({ cluster: 'red' })
  const red2 = await start({ cluster: 'red', peers: [at(red.mesh.port)] })
  const none = await start()
  const blue = await start({ cluster: 'blue', peers: [red, red2, none].map(({ mesh }) => at(mesh.port)) })
  const blue2 = await start({ cluster: 'blue', peers: [at(blue.mesh.port)] })
  t.true(await until(() => [red, red2, none].every(({ complaints }) => complaints.length > 0)))
  t.true(await until(() => blue.complaints.length === 3))
  t.true(await until(() => blue2.mesh.ready() && red2.mesh.ready()))
  const met = [red, red2, none, blue, blue2].map(({ mesh }) => mesh.peers().map(({ peer }) => peer))
  t.deepEqual(met, [[red2.mesh.me], [red.mesh.me], [], [blue2.mesh.me], [blue.mesh.me]])
  t.regex(red.complaints[0]!, /refused a peer: this node is of the mesh "red", the other of the mesh "blue": .*CLUSTER/)
  t.regex(none.complaints[0]!, /this node is of a mesh without a name, the other of the mesh "blue"/)
  t.true(blue.complaints.some(text => /could not mesh with .*"blue", the other of the mesh "red"/.test(text)))
})
