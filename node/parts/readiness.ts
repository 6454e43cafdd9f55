// Why a node may not be sent players yet. This is the text of its health check until it is ready.
import type { Node } from '../core/node.ts'
import type { Mesh } from '../mesh/mesh.ts'
import { monotonicNow } from '../ops/monotonic-clock.ts'

/** True, or what is missing. */
export function readiness(node: Node, mesh: Pick<Mesh, 'ready'>): true | string {
  const { awaited } = node.onDisk()
  if (awaited !== null && awaited.length > 0)
    return `STATE_DIR holds signs of life of nodes that this one does not reach: ${awaited.join(', ')}`
  if (!mesh.ready()) return 'some listed peers have been neither reached nor given up yet'
  if (awaited === null) return 'this node is still watching STATE_DIR for signs of other nodes'
  if (node.ready(monotonicNow())) return true
  if (node.inspect().blind)
    return 'nobody has answered yet who the peers are (DNS_CLUSTER_QUERY, MESH_PEERS): it waits for ALONE_AFTER'
  return 'peers have not told all that they know yet, or their backups are still on the way'
}
