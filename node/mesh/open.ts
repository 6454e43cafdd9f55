// Makes a mesh over libp2p. Its identity is new with each process, so that no node votes twice because it forgot its
// first vote.
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import type { PeerId } from '../../protocol/ids.ts'
import { meshKey } from './connection/mesh-key.ts'
import { Libp2pMesh } from './libp2p.ts'
import { createNode } from './libp2p-node.ts'
import { Once } from './mesh-log.ts'
import type { MeshOptions } from './options.ts'

/** Listens, and lets nobody in before start(). So `me` and `port` are known before the receiver of events is built. */
export async function openMesh(options: MeshOptions): Promise<Libp2pMesh> {
  const privateKey = await generateKeyPair('Ed25519')
  const me = peerIdFromPrivateKey(privateKey).toString() as PeerId
  const { log, listen, metrics } = options
  const once = new Once()
  const node = await createNode({
    privateKey,
    listen,
    keys: options.keys.map(meshKey),
    metrics,
    onStranger: ({ host }, { message }) => {
      if (once.first(`stranger ${host}`)) log.warn({ address: host }, `refused a node at ${host}: ${message}`)
    },
  })
  const mesh = new Libp2pMesh(me, node, once, options)
  await mesh.listen()
  return mesh
}

/** openMesh() and start() in one. */
export async function startMesh(options: MeshOptions): Promise<Libp2pMesh> {
  const mesh = await openMesh(options)
  mesh.start()
  return mesh
}
