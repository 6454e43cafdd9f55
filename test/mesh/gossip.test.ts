// Gossip to a peer whose stream gossipsub still keeps although it is closed, as where it was closed while it opened.
import type { Stream } from '@libp2p/interface'
import test from 'ava'
import type { Link } from '../../node/mesh/connection/link.ts'
import { Gossip } from '../../node/mesh/gossip.ts'
import { encode } from '../../protocol/codec.ts'
import type { PeerId } from '../../protocol/ids.ts'
import { pingsOf } from '../contracts/mesh.ts'
import { start, stopOpen, until } from './support/nodes.ts'
import { mesh, strange, TOPIC } from './support/strange.ts'

test.afterEach.always(stopOpen)

test('[M3] a gossip stream that is closed is seen to be, its peer is told directly, and another is opened', async t => {
  const a = await start()
  const node = await strange(t)
  const { connection } = await mesh(node, a)
  const pubsub = node.libp2p.services.gossip
  const me = node.libp2p.peerId.toString() as PeerId
  const gossip = new Gossip(pubsub, {
    me,
    topic: TOPIC,
    onBatch: () => undefined,
    onError: error => t.fail(`${error}`),
  })
  gossip.start()
  t.true(await until(() => gossip.flows().has(a.mesh.me)))

  const kept = (pubsub as unknown as { streamsOutbound: Map<string, { rawStream: Stream }> }).streamsOutbound
  const stream = kept.get(a.mesh.me)!
  stream.rawStream.abort(new Error('as it opens'))
  t.true(await until(() => !kept.has(a.mesh.me)))
  kept.set(a.mesh.me, stream)

  const direct: Uint8Array[] = []
  const link = { peer: a.mesh.me, used: { connection }, silent: false, push: (item: Uint8Array) => direct.push(item) }
  const up = [link as unknown as Link]
  gossip.queue(encode({ kind: 'ping', n: 1 }))
  gossip.flush(up)
  t.is(direct.length, 1)

  gossip.look(up, performance.now())
  t.true(await until(() => gossip.flows().has(a.mesh.me)))
  gossip.queue(encode({ kind: 'ping', n: 2 }))
  gossip.flush(up)
  t.true(await until(() => pingsOf(a).includes(2)))
})
