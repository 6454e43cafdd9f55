// Who begins from a file what a node runs that shows on the same disk that it lives, and that is not reached: no
// checker sees disks.
import type { SessionId } from '../../../protocol/ids.ts'
import { incarnationOf } from '../../../protocol/incarnation.ts'
import { STILL_MS } from './disk.ts'
import type { Sighting } from './sighting.ts'
import type { World } from './world.ts'

/** It has been shown to whoever looks, and what they asked the disk for before that is done. */
const SHOWN_MS = 3 * STILL_MS

const areOne = (a: SessionId, b: SessionId) => incarnationOf(a).id === incarnationOf(b).id

export function besideOthers(world: World, s: Sighting): Sighting[] {
  if (s.kind !== 'note' || s.note.name !== 'resumed') return []
  const { peer, note } = s
  const process = world.processes.find(p => p.peer === peer)!
  const disk = world.disk(process)
  return world.living().flatMap((other): Sighting[] => {
    if (other === process || world.disk(other) !== disk || !disk.shows(other.peer, SHOWN_MS)) return []
    if (world.network.connected(peer, other.peer)) return []
    const runs = other.node.parts().filter(p => p.role === 'owner' && areOne(p.config.session, note.session))
    return runs.map(({ config }) => ({
      kind: 'beside',
      peer,
      session: note.session,
      other: other.peer,
      runs: config.session,
    }))
  })
}
