import test from 'ava'
import { GOSSIP_BUFFER_BYTES_MAX, QUEUE_BYTES_MAX } from '../../node/mesh/mesh-limits.ts'
import type { MeshMessage } from '../../protocol/mesh.ts'
import { pingsOf, toldOf } from '../contracts/mesh.ts'
import { at, start, stopOpen, until } from './support/nodes.ts'
import { kill, killAll, startChild } from './support/process.ts'
import { envelope, mesh, strange, TOPIC } from './support/strange.ts'

test.afterEach.always(stopOpen)
test.after.always(killAll)

const MiB = 1024 * 1024
const heavy = (bytes: number): MeshMessage =>
  ({ kind: 'append-delta', delta: { at: 0, remove: 0, insert: new Uint8Array(bytes) } }) as unknown as MeshMessage

test('a stopped peer costs bounded memory, and holds up nobody else', async t => {
  const a = await start()
  const child = await startChild([at(a.mesh.port)])
  const b = await start({ peers: [at(a.mesh.port)] })
  t.true(await until(() => toldOf(a, child.me).length > 0 && toldOf(a, b.mesh.me).length > 0))
  await kill(child, 'SIGSTOP')
  const message = heavy(MiB)
  for (let n = 0; n < QUEUE_BYTES_MAX / MiB + 8; n++) a.mesh.send(child.me, message)
  const turns = GOSSIP_BUFFER_BYTES_MAX / MiB + 4
  for (let n = 0; n < turns; n++) {
    for (let part = 0; part < 16; part++) a.mesh.gossip(heavy(MiB / 16))
    a.mesh.gossip({ kind: 'ping', n })
    a.mesh.flush()
    t.true(await until(() => pingsOf(b).length > n))
  }
  a.mesh.send(b.mesh.me, { kind: 'ping', n: 1_000 })
  a.mesh.flush()
  t.true(a.complaints.some(text => text.includes('takes nothing')))
  t.true(await until(() => pingsOf(b).length === turns + 1))
  // One more that comes while the other is stopped is not kept waiting either.
  const c = await start({ peers: [at(a.mesh.port)] })
  t.true(await until(() => toldOf(a, c.mesh.me).length > 0))
  a.mesh.gossip({ kind: 'ping', n: 2_000 })
  a.mesh.flush()
  t.true(await until(() => pingsOf(c).length === 1 && pingsOf(b).includes(2_000)))
  t.deepEqual(toldOf(a, child.me), ['peer-up'])
  await kill(child)
})

test('gossip that lost its stream goes on, and gets a new one', async t => {
  const a = await start()
  const node = await strange(t)
  const { gossip } = node.libp2p.services
  const { connection } = await mesh(node, a)
  gossip.subscribe(TOPIC)
  t.true(await until(() => a.mesh.peers()[0]?.gossip === true))
  const gossiped = () => connection.streams.filter(({ protocol }) => gossip.protocols.includes(protocol))
  for (const stream of gossiped()) stream.abort(new Error('cut'))
  t.true(await until(() => a.mesh.peers()[0]?.gossip === false))
  t.true(await until(() => a.mesh.peers()[0]?.gossip === true || !a.mesh.peers()[0]))
  t.is(a.mesh.peers().length, 1)
  const got: unknown[] = []
  gossip.addEventListener('message', ({ detail }) => got.push(detail.data))
  a.mesh.gossip({ kind: 'ping', n: 5 })
  a.mesh.flush()
  t.true(await until(() => got.length === 1))
  await gossip.publish(TOPIC, envelope(node.libp2p.peerId.toString(), 1, new Uint8Array([0x90])))
  t.deepEqual(a.complaints, [])
})
