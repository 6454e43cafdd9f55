// A node that has the key and speaks the protocol, but says what it likes: for tests of what others make of it.
import { generateKeyPair } from '@libp2p/crypto/keys'
import type { Connection, Stream } from '@libp2p/interface'
import type { ExecutionContext } from 'ava'
import { frameOf, packList } from '../../../node/mesh/connection/frames.ts'
import { HANDSHAKE_PROTOCOL } from '../../../node/mesh/connection/handshake.ts'
import { meshKey } from '../../../node/mesh/connection/mesh-key.ts'
import { createNode, type MeshNode } from '../../../node/mesh/libp2p-node.ts'
import { encode } from '../../../protocol/codec.ts'
import { MESH_PROTOCOL } from '../../../protocol/version.ts'
import { at, KEY, type TestNode, until } from './nodes.ts'

export const TOPIC = `/minotaur/gossip/${MESH_PROTOCOL}`
const DIRECT = `/minotaur/mesh/${MESH_PROTOCOL}`
const hello = { protocol: MESH_PROTOCOL, release: 'strange', host: null, port: 1, refused: null }
export const garbage = new Uint8Array([0xc1, 0xff, 0x00, 0x93])
export const ping = (n: number) => frameOf(packList([encode({ kind: 'ping', n })]))

/** A node that has the key and speaks the protocol, but says what it likes. */
export async function strange(t: ExecutionContext): Promise<MeshNode> {
  const node = await createNode({
    privateKey: await generateKeyPair('Ed25519'),
    listen: at(0),
    keys: [meshKey(KEY)],
    onStranger: () => undefined,
  })
  await node.libp2p.handle(DIRECT, () => undefined)
  await node.start()
  t.teardown(async () => node.libp2p.stop())
  return node
}

/** Handshake and stream; the node does not look at what it is sent. */
export async function mesh(node: MeshNode, with_: TestNode): Promise<{ connection: Connection; stream: Stream }> {
  const connection = await node.dial(at(with_.mesh.port), AbortSignal.timeout(10_000))
  const first = await connection.newStream([HANDSHAKE_PROTOCOL])
  const answered = new Promise(resolve => first.addEventListener('message', resolve, { once: true }))
  first.send(frameOf(encode(hello)))
  await answered
  const stream = await connection.newStream([DIRECT])
  // Where the other decides, ours is accepted once its own stream stands.
  await until(() => with_.events.length > 0)
  return { connection, stream }
}

/** A gossiped batch as node/mesh/gossip.ts makes it. */
export const envelope = (sender: string, count: number, batch: Uint8Array) =>
  Buffer.concat([Buffer.from([sender.length]), Buffer.from(sender), Buffer.from([0, 0, 0, 0, 0, count]), batch])
