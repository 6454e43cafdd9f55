// The last one out saves: every node is told to leave, and who starts next goes on.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import type { SessionId } from '../../protocol/ids.ts'
import { freshClient } from '../../scripts/load/look.ts'
import { RawPlayer, type RawPlayerError } from '../../scripts/load/raw-player.ts'
import { lookAround, type Table } from '../../scripts/load/tables.ts'
import type { NodeProcess } from '../../scripts/local/node-process.ts'
import { lay, meshFor, targetAt } from './ground.ts'

test('[G8] where every node leaves, sessions are parked, and go on as they were when one starts again', async t => {
  const dir = await mkdtemp(join(tmpdir(), 'minotaur-state-'))
  t.teardown(() => rm(dir, { recursive: true, force: true }))
  const mesh = await meshFor(t, { env: { STATE_DIR: dir, PARK_AFTER: '500ms', DRAIN_DEADLINE: '30s' } })
  const { tables, before } = await lay(mesh.nodes[0]!, 10)
  const exits = await Promise.all(mesh.nodes.map(node => mesh.terminate(node)))
  t.deepEqual(
    exits.map(({ code }) => code),
    [0, 0, 0],
    mesh.nodes.map(node => node.lastWords()).join('\n'),
  )
  const files = await readdir(dir)
  t.is(files.filter(name => name.endsWith('.parked')).length, 10, files.join())

  const [p, q] = [await mesh.add(1, 'v2'), await mesh.add(2, 'v2')]
  await Promise.all([mesh.untilReady(p), mesh.untilReady(q)])
  const now = await Promise.all(tables.map(table => goesOnAs(table, q)))
  t.is(new Set(now.map(table => table.session)).size, 10)
  const after = await lookAround(targetAt(p), now)
  for (const [at, look] of after.entries()) {
    const earlier = before[at]!
    t.deepEqual([look?.welcome.last, look?.welcome.chain], [earlier.welcome.last, earlier.welcome.chain])
    t.is(viewRound(look?.update.view), viewRound(earlier.update.view))
    t.true(look!.update.remainingMs! <= earlier.update.remainingMs!)
  }
  t.true((await readdir(dir)).every(name => name.endsWith('.taken')))
})

const viewRound = (view: unknown) => (view as { round: number }).round

/** The table under the name that its sessions have now. */
async function goesOnAs(table: Table, node: NodeProcess): Promise<Table> {
  const { session, places } = table
  const player = await RawPlayer.connect(targetAt(node).play, places[0]!.token)
  for (let tries = 0; tries < 100; tries++) {
    player.say({ kind: 'hello', session, client: freshClient(), replaces: places[0]!.holder })
    const error = await player.expect('welcome', () => true, 5_000, session).catch((e: RawPlayerError) => e.refusal)
    if (error?.kind === 'error' && error.as) {
      player.close()
      const as = error.as as SessionId
      return { ...table, session: as, places: places.map(place => ({ ...place, session: as })) }
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`nobody goes on with ${session}`)
}
