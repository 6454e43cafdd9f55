// A mesh of three nodes, each alone in a network namespace, and what all of them must say in one voice once the network
// is whole again.
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { ExecutionContext } from 'ava'
import type { MeshView } from '../../node/core/inspect.ts'
import { look } from '../../scripts/load/look.ts'
import { targetOf } from '../../scripts/load/sign-in.ts'
import { forks, notes } from '../../scripts/local/journal.ts'
import { LocalMesh } from '../../scripts/local/local-mesh.ts'
import { Network } from '../../scripts/local/network.ts'
import type { Pair, Player } from './pair.ts'

export const NODES = 3
const WITHIN_MS = 60_000
const LOOK_MS = 100

export interface Ground {
  readonly mesh: LocalMesh
  readonly network: Network
}

/** Both end with the test. */
export async function groundFor(t: ExecutionContext): Promise<Ground> {
  const network = Network.make(NODES)
  t.teardown(() => network.remove())
  const mesh = await LocalMesh.start({ places: network.places, env: { LOG_LEVEL: 'debug' } })
  // The last to be said is the first to be done: a namespace goes when the processes in it have gone.
  t.teardown(() => mesh.kill())
  return { mesh, network }
}

/** @throws Error where it does not come true, with what is so instead. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, instead = () => ''): Promise<void> {
  const end = performance.now() + WITHIN_MS
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`not within ${WITHIN_MS / 1000} s: ${what}. ${instead()}`)
    await sleep(LOOK_MS)
  }
}

/** Every node sees all others alive, and every session has its owner and its copy. */
export async function untilWhole({ mesh }: Ground): Promise<void> {
  let views: MeshView[] = []
  const isWhole = ({ nodes, sessions }: MeshView) =>
    nodes.length === NODES &&
    nodes.every(({ state }) => state === 'self' || state === 'alive') &&
    sessions.unprotected + sessions.sealed === 0
  const sum = (of: 'owned' | 'backedUp') => views.reduce((total, view) => total + view.sessions[of], 0)
  const look = async () => {
    views = await Promise.all(mesh.nodes.map(node => mesh.view(node)))
    return views.every(isWhole) && sum('owned') === sum('backedUp')
  }
  await until('all nodes see a whole mesh', look, () => JSON.stringify(views))
}

/** What a player is told of the session by way of each node: its owner, its epoch, what it has applied, and how it
 *  looks. */
async function toldOf({ mesh }: Ground, player: Player, session: Pair['session']) {
  const told = []
  for (const node of mesh.nodes) {
    const seen = await look(targetOf(node.url).play, player.token, { session })
    const { epoch, owner, view } = seen?.update ?? {}
    told.push({ epoch, owner, view, last: seen?.welcome.last, chain: seen?.welcome.chain })
  }
  return told
}

/** Until all nodes tell the same of each session. They may need a moment: copies are moved back to where they should
 *  be. */
export async function untilAgreed(ground: Ground, pairs: readonly Pair[]): Promise<void> {
  await untilWhole(ground)
  for (const { session, players } of pairs) {
    for (const player of players) {
      let told: Awaited<ReturnType<typeof toldOf>> = []
      const isOne = async () => {
        told = await toldOf(ground, player, session)
        return told.every(each => each.epoch !== undefined && isDeepStrictEqual(each, told[0]))
      }
      await until(`all nodes tell the same of ${session}`, isOne, () => JSON.stringify(told))
    }
  }
}

/** No epoch of a session was run by two nodes [G1], and none saw what must not be. */
export function assertSound(t: ExecutionContext, { mesh }: Ground): void {
  t.deepEqual(forks(mesh.nodes), [])
  for (const name of ['invariant', 'lost'])
    t.deepEqual(
      mesh.nodes.flatMap(node => notes(node, name)),
      [],
    )
}
