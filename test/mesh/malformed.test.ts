import { connect } from 'node:net'
import test from 'ava'
import { frameOf, packList } from '../../node/mesh/connection/frames.ts'
import { HANDSHAKE_PROTOCOL } from '../../node/mesh/connection/handshake.ts'
import { encode } from '../../protocol/codec.ts'
import { pingsOf } from '../contracts/mesh.ts'
import { at, HOST, pause, start, stopOpen, until } from './support/nodes.ts'
import { envelope, garbage, mesh, ping, strange, TOPIC } from './support/strange.ts'

test.afterEach.always(stopOpen)

test('a malformed frame is dropped and told of once; what follows it arrives', async t => {
  const a = await start()
  const { stream } = await mesh(await strange(t), a)
  stream.send(frameOf(garbage))
  stream.send(frameOf(encode({ no: 'list' })))
  stream.send(frameOf(encode([{ kind: 'unheard-of' }])))
  stream.send(frameOf(encode([null, 7])))
  stream.send(ping(1))
  t.true(await until(() => pingsOf(a).length > 0))
  t.deepEqual(
    a.events.map(({ kind }) => kind),
    ['peer-up', 'message'],
  )
  t.is(a.complaints.length, 1)
  t.regex(a.complaints[0]!, /dropped a malformed frame/)
})

test('a stream that is not made of frames is closed, and its peer may come again', async t => {
  const a = await start()
  const node = await strange(t)
  const { stream } = await mesh(node, a)
  stream.send(new Uint8Array(64).fill(0xff))
  t.true(await until(() => a.events.some(({ kind }) => kind === 'peer-down')))
  t.regex(a.complaints[0]!, /stream is unreadable/)
  const again = await mesh(node, a)
  again.stream.send(ping(2))
  t.true(await until(() => pingsOf(a).length > 0))
})

test('a hello that is none, or none at all, gets no answer and does no harm', async t => {
  const a = await start()
  const node = await strange(t)
  for (const words of [frameOf(garbage), frameOf(encode({ protocol: 'one' })), new Uint8Array(64).fill(0xff)]) {
    const connection = await node.dial(at(a.mesh.port), AbortSignal.timeout(10_000))
    const stream = await connection.newStream([HANDSHAKE_PROTOCOL])
    stream.send(words)
  }
  await pause(200)
  t.deepEqual(a.events, [])
  const b = await start({ peers: [at(a.mesh.port)] })
  t.true(await until(() => b.mesh.peers().length === 1))
})

test('malformed gossip is dropped, and so is what a peer gossips in the name of another', async t => {
  const a = await start()
  const node = await strange(t)
  await mesh(node, a)
  node.libp2p.services.gossip.subscribe(TOPIC)
  t.true(await until(() => node.libp2p.services.gossip.getSubscribers(TOPIC).length > 0))
  const me = node.libp2p.peerId.toString()
  const batch = packList([encode({ kind: 'ping', n: 3 })])
  const all = [
    new Uint8Array(0),
    garbage,
    envelope(me, 1, garbage),
    envelope(a.mesh.me, 2, batch),
    envelope(me, 3, batch),
  ]
  for (const data of all) await node.libp2p.services.gossip.publish(TOPIC, data)
  t.true(await until(() => pingsOf(a).length > 0))
  await pause(200)
  t.deepEqual(pingsOf(a), [3])
})

test('bytes that are no libp2p at all do no harm', async t => {
  const a = await start()
  for (const bytes of [garbage, new Uint8Array(100_000).fill(0xff), Buffer.from('GET / HTTP/1.1\r\n\r\n')]) {
    const socket = connect(a.mesh.port, HOST, () => socket.write(bytes))
    socket.on('error', () => undefined)
    await pause(100)
    socket.destroy()
  }
  const b = await start({ peers: [at(a.mesh.port)] })
  t.true(await until(() => b.mesh.peers().length === 1))
})
