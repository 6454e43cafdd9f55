// Sessions that some build of the mesh cannot read: it runs none of them, keeps what it is given, and the others go on.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { decodeFile } from '../../node/parking/format.ts'
import { decodeSnapshot } from '../../protocol/codec.ts'
import type { SessionId } from '../../protocol/ids.ts'
import { freshClient, look, lookBy } from '../../scripts/load/look.ts'
import { RawPlayer } from '../../scripts/load/raw-player.ts'
import { signIn } from '../../scripts/load/sign-in.ts'
import { lookAround } from '../../scripts/load/tables.ts'
import { forks, notes } from '../../scripts/local/journal.ts'
import type { NodeProcess } from '../../scripts/local/node-process.ts'
import { assertUnchanged, lay, meshFor, targetAt } from './ground.ts'
import { BUILDS, quarantined, schemasWritten, sessionsRunBy, until } from './releases.ts'

/** Who leaves waits for whoever a test starts next, however slow the machine is. */
const PATIENT = { DRAIN_DEADLINE: '2m' }

test('[G3] [G7] an old node is handed nothing that it cannot read, and a leaving one waits for a node that can', async t => {
  const mesh = await meshFor(t, { nodes: 1, release: 'v3', builds: BUILDS, env: PATIENT })
  const [leaving] = mesh.nodes
  const old = await mesh.add(2, 'v1')
  await mesh.untilReady(old)
  const laid = await lay(leaving!, 10)
  t.is((await mesh.view(old)).sessions.backedUp, 10)

  const exited = mesh.terminate(leaving!)
  await until('the old node has refused every session', async () => (await quarantined(mesh, old)).length === 10)
  for (const { bytes, error } of await quarantined(mesh, old)) {
    t.true(bytes > 0)
    t.regex(error, /schema 2 .* reads 1/)
  }
  const meanwhile = await lookAround(targetAt(old), laid.tables)
  t.true(
    meanwhile.every(seen => seen !== null),
    'the game goes on where it was',
  )
  t.true(leaving!.isRunning)

  const canLoad = await mesh.add(1, 'v2')
  await mesh.untilReady(canLoad)
  t.is((await exited).code, 0, leaving!.lastWords())
  await assertUnchanged(t, laid, old)
  t.deepEqual(sessionsRunBy(old), [])
  t.deepEqual(sessionsRunBy(canLoad).sort(), laid.tables.map(({ session }) => session as string).sort())
  t.deepEqual(schemasWritten([leaving!]), [2])
  t.deepEqual(schemasWritten([canLoad]), [1], 'from now on the old node could run them')
  t.deepEqual(forks(mesh.nodes), [])
})

test('[G4] [G7] what an old node backs up without reading it goes on at a node that can, when the owner dies', async t => {
  const mesh = await meshFor(t, { nodes: 1, release: 'v3', builds: BUILDS })
  const [dying] = mesh.nodes
  const [old, canLoad] = [await mesh.add(2, 'v1'), await mesh.add(3, 'v2')]
  await Promise.all([mesh.untilReady(old), mesh.untilReady(canLoad)])
  const laid = await lay(dying!, 20)
  const backups = await Promise.all([old, canLoad].map(async node => (await mesh.view(node)).sessions.backedUp))
  t.is(backups[0]! + backups[1]!, 20)
  t.true(backups[0]! > 0, 'some are on the old node alone')

  dying!.signal('SIGKILL')
  await dying!.exited
  await assertUnchanged(t, laid, old)
  t.deepEqual(sessionsRunBy(old), [])
  t.is(sessionsRunBy(canLoad).length, 20)
  t.deepEqual(forks(mesh.nodes), [])
})

test('[G3] [G7] a session that a build fails to load is set aside whole, and the others go on', async t => {
  const mesh = await meshFor(t, { nodes: 1, builds: BUILDS, env: PATIENT })
  const [leaving] = mesh.nodes
  const faulty = await mesh.add(2, 'faulty')
  await mesh.untilReady(faulty)
  const laid = await lay(leaving!, 10)
  const lobby = await lobbyAt(leaving!)

  const exited = mesh.terminate(leaving!)
  await until('all others have moved', () => sessionsRunBy(faulty).length === 10)
  await until('it is set aside', async () => (await quarantined(mesh, faulty)).length > 0)
  const [aside, ...rest] = await quarantined(mesh, faulty)
  t.deepEqual(rest, [])
  t.is(aside!.session, lobby.session)
  t.true(aside!.bytes > 0)
  t.regex(aside!.error, /cannot read a lobby/)
  await assertUnchanged(t, laid, faulty)
  t.true(leaving!.isRunning, 'with the one that is left')

  const mended = await mesh.add(2, 'v1')
  await mesh.untilReady(mended)
  t.is((await exited).code, 0, leaving!.lastWords())
  t.deepEqual(sessionsRunBy(mended), [lobby.session])
  const seen = await look(targetAt(mended).play, lobby.token, { session: lobby.session })
  t.deepEqual(seen?.update.view, lobby.view)
  t.deepEqual(forks(mesh.nodes), [])
})

/** A game that has not begun, with one player. */
async function lobbyAt(node: NodeProcess) {
  const token = await signIn(targetAt(node), 'Pasiphae')
  const player = await RawPlayer.connect(targetAt(node).play, token)
  player.say({ kind: 'create', key: freshClient() })
  const { session } = await player.expect('created')
  const { update } = await lookBy(player, { session })
  player.close()
  return { session, token, view: update.view }
}

test('[G7] [G8] a file of a later release is left to one that reads it, and put back whole', async t => {
  const dir = await mkdtemp(join(tmpdir(), 'minotaur-state-'))
  t.teardown(() => rm(dir, { recursive: true, force: true }))
  const env = { STATE_DIR: dir, PARK_AFTER: '500ms', SUCCESSOR_WAIT: '0s' }
  const mesh = await meshFor(t, { nodes: 1, release: 'v2', builds: BUILDS, env })
  const { tables, before } = await lay(mesh.nodes[0]!, 5)
  t.is((await mesh.terminate(mesh.nodes[0]!)).code, 0, mesh.nodes[0]!.lastWords())
  const parked = await parkedIn(dir)
  t.is(parked.size, 5)
  for (const hex of parked.values()) t.is(decodeSnapshot(decodeFile(Buffer.from(hex, 'hex')).bytes).schema, 2)

  const old = await mesh.add(1, 'v1')
  await mesh.untilReady(old)
  await until('the old node has tried', async () => (await quarantined(mesh, old)).length === 5)
  await until('all are put back', async () => (await parkedIn(dir)).size === 5)
  t.deepEqual(await parkedIn(dir), parked)
  t.deepEqual(sessionsRunBy(old), [])

  const canLoad = await mesh.add(2, 'v2')
  await mesh.untilReady(canLoad)
  await until('they are resumed', () => notes(canLoad, 'resumed').length === 5)
  const incarnations = new Map(
    notes(canLoad, 'resumed').map(line => [String(line.from), String(line.session) as SessionId]),
  )
  const now = tables.map(table => {
    const session = incarnations.get(table.session)!
    return { ...table, session, places: table.places.map(place => ({ ...place, session })) }
  })
  for (const [at, seen] of (await lookAround(targetAt(old), now)).entries()) {
    const { welcome } = before[at]!
    t.deepEqual([seen?.welcome.last, seen?.welcome.chain], [welcome.last, welcome.chain])
  }
})

/** Their bytes in hex, by name. */
async function parkedIn(dir: string): Promise<Map<string, string>> {
  const names = (await readdir(dir)).filter(name => name.endsWith('.parked')).sort()
  return new Map(await Promise.all(names.map(async name => [name, await readFile(join(dir, name), 'hex')] as const)))
}
