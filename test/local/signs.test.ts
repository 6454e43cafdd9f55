// A node that finds nobody, and the disk that it shares with a mesh that plays.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import { lookAround } from '../../scripts/load/tables.ts'
import { notes } from '../../scripts/local/journal.ts'
import type { NodeProcess } from '../../scripts/local/node-process.ts'
import { lay, meshFor, targetAt } from './ground.ts'
import { assertSame } from './same.ts'

/** It asks a name that nobody knows. */
const LOST = { MESH_PEERS: '', DNS_CLUSTER_QUERY: 'tasks.nobody.invalid' }
const WITHIN_MS = 60_000

async function until(t: ExecutionContext, what: string, so: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + WITHIN_MS; performance.now() < end; await sleep(100)) if (await so()) return
  t.fail(`within ${WITHIN_MS / 1000} s: ${what}`)
}

/** Three nodes with one directory run four games, and each has a copy there. */
async function playing(t: ExecutionContext) {
  const dir = await mkdtemp(join(tmpdir(), 'minotaur-state-'))
  t.teardown(() => rm(dir, { recursive: true, force: true }))
  const mesh = await meshFor(t, { env: { STATE_DIR: dir, CHECKPOINT_EVERY: '200ms', COLD_AFTER: '1s' } })
  const laid = await lay(mesh.nodes[0]!, 4)
  await until(t, 'copies of all games', async () => (await readdir(dir)).filter(n => n.endsWith('.check')).length === 4)
  return { dir, mesh, laid }
}

const portOf = (node: NodeProcess) => node.log.find(line => line.msg === 'listening')?.port

test('[G8] a node whose peers have no name finds them by their signs on the disk, and begins nothing of theirs', async t => {
  const { mesh, laid } = await playing(t)
  const lost = await mesh.add(4, 'v1', LOST)
  await mesh.untilReady(lost)
  const { nodes, sessions } = await mesh.view(lost)
  t.is(nodes.filter(({ state }) => state !== 'dead').length, 4)
  t.is(sessions.owned, 0)
  await sleep(3_000)
  t.deepEqual(notes(lost, 'resumed'), [])
  assertSame(t, laid.before, await lookAround(targetAt(lost), laid.tables), 'some moved')
})

test('[G8] a node that cannot reach them waits, says so, and goes on with the games once they have all died', async t => {
  const { dir, mesh, laid } = await playing(t)
  const key = join(dir, '..', `${dir.split('/').at(-1)}.key`)
  await writeFile(key, 'a key of another mesh, which is long enough')
  t.teardown(() => rm(key, { force: true }))
  const lost = await mesh.add(4, 'v1', { MESH_PEERS: '', MESH_KEY_FILE: key })
  await until(t, 'it says that it waits', () => notes(lost, 'mesh-awaited').length > 0)
  const health = await fetch(`http://127.0.0.1:${portOf(lost)}/health_check`)
  t.is(health.status, 503)
  t.regex(await health.text(), /does not reach: .*127\.0\.0\.1:/)
  await sleep(5_000)
  t.deepEqual(notes(lost, 'resumed'), [])
  const others = mesh.running().filter(node => node !== lost)
  for (const node of others) node.signal('SIGKILL')
  await Promise.all(others.map(node => node.exited))
  await mesh.untilReady(lost)
  await until(t, 'all games go on', () => notes(lost, 'resumed').length === 4)
  t.is(new Set(notes(lost, 'resumed').map(line => String(line.from))).size, 4)
  t.deepEqual(
    notes(lost, 'resumed')
      .map(line => String(line.from))
      .toSorted(),
    laid.tables.map(({ session }) => String(session)).toSorted(),
  )
})
