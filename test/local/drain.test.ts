// A node of a real mesh is told to leave, and nobody loses anything: three processes, real libp2p, SIGTERM.
import test, { type ExecutionContext } from 'ava'
import type { MeshView } from '../../node/core/inspect.ts'
import { showDistribution, showMs } from '../../scripts/local/distribution.ts'
import { drain } from '../../scripts/local/drain.ts'
import { forks, type Move, movesFrom, notes } from '../../scripts/local/journal.ts'
import { assertUnchanged, lay, meshFor } from './ground.ts'
import { until } from './releases.ts'

/** Who is slow to claim loses its turn to the next in rank. Where a machine stands still in that very moment, the test
 *  has another go. */
const GOES = 3

test('[G3] sessions of a leaving node go on as they were, at the least loaded peer', async t => {
  for (let go = 1; ; go++) {
    const { moves, idle } = await leaveToTwo(t)
    const astray = moves.filter(({ to }) => to !== idle)
    if (astray.length === 0) return
    t.log(`${astray.length} of ${moves.length} sessions went to the busier peer`)
    if (go === GOES) return t.fail('they went to the busier peer each time')
  }
})

/** One peer has twice as many sessions already, even when the other has taken all. */
async function leaveToTwo(t: ExecutionContext): Promise<{ moves: readonly Move[]; idle: string }> {
  const mesh = await meshFor(t)
  const [leaving, busy, idle] = mesh.nodes
  await lay(busy!, 20)
  const laid = await lay(leaving!, 10)
  const [busyId, idleId] = await Promise.all([busy!, idle!].map(async node => (await mesh.view(node)).me))
  // A node tells its load once a second.
  await until('all know who has how much', async () => {
    const views = await Promise.all(mesh.nodes.map(node => mesh.view(node)))
    const load = (view: MeshView, id?: string) => view.nodes.find(node => node.id === id)?.load ?? 0
    return views.every(view => load(view, busyId) >= 20 && load(view, idleId) < 10)
  })
  const exit = await mesh.terminate(leaving!)
  t.is(exit.code, 0, leaving!.lastWords())
  await assertUnchanged(t, laid, busy!)
  const moves = movesFrom(leaving!)
  t.is(moves.length, 10)
  t.deepEqual(moves.map(move => move.session).sort(), laid.tables.map(table => table.session as string).sort())
  return { moves, idle: idleId! }
}

test('[G1] [G3] a thousand sessions of one node all move, with exact states', async t => {
  const mesh = await meshFor(t)
  const [leaving, ...others] = mesh.nodes
  const laid = await lay(leaving!, 1000)
  const { exit, moves, resumed, pauses, lastResumedMs, exitMs } = await drain(mesh, leaving!)
  t.is(exit.code, 0, leaving!.lastWords())
  const sessions = laid.tables.map(table => table.session as string).sort()
  t.deepEqual(moves.map(move => move.session).sort(), sessions, 'each was given away once')
  t.deepEqual(resumed.toSorted(), sessions, 'each runs elsewhere')
  t.deepEqual(forks(mesh.nodes), [])
  t.log(`pause of a session: ${showDistribution(pauses)}`)
  t.log(`from SIGTERM to the last one resumed: ${showMs(lastResumedMs)}, to the exit: ${showMs(exitMs)}`)
  await assertUnchanged(t, laid, others[0]!)
})

test('[G1] [G3] several nodes may leave at once, and sessions outlive one deploy after another', async t => {
  const mesh = await meshFor(t)
  const laid = await lay(mesh.nodes[0]!, 30)
  const more = await lay(mesh.nodes[1]!, 30)
  for (const release of ['v2', 'v3']) {
    const old = mesh.serving()
    const fresh = await Promise.all(old.map(({ slot }) => mesh.add(slot, release)))
    await Promise.all(fresh.map(node => mesh.untilReady(node)))
    const exits = await Promise.all(old.map(node => mesh.terminate(node)))
    t.deepEqual(
      exits.map(exit => exit.code),
      [0, 0, 0],
    )
  }
  await assertUnchanged(t, laid, mesh.serving()[0]!)
  await assertUnchanged(t, more, mesh.serving()[1]!)
  t.deepEqual(forks(mesh.nodes), [])
  t.deepEqual(
    mesh.nodes.flatMap(node => notes(node, 'invariant')),
    [],
  )
})
