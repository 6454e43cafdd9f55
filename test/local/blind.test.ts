// A node that nobody tells who its peers are: it must not run what the others run, and may not wait for ever either.
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { lookAround } from '../../scripts/load/tables.ts'
import { notes } from '../../scripts/local/journal.ts'
import { lay, meshFor, targetAt } from './ground.ts'
import { goesOnAs } from './lives.ts'
import { operate } from './operated.ts'

/** Longer than a node that sees a checkpoint of nobody's needs to look at it twice and begin from it. */
const BEGINS_WITHIN_MS = 12_000
const BLIND = { MESH_PEERS: '', DNS_CLUSTER_QUERY: 'tasks.mistyped.invalid', ALONE_AFTER: '5s' }

test('[G8] a node with a name that does not resolve is ready, says that it is blind, and begins nothing that the others run', async t => {
  const dir = await mkdtemp(join(tmpdir(), 'minotaur-state-'))
  t.teardown(() => rm(dir, { recursive: true, force: true }))
  const mesh = await meshFor(t, { env: { STATE_DIR: dir, COLD_AFTER: '1s', CHECKPOINT_EVERY: '500ms' } })
  const { tables } = await lay(mesh.nodes[0]!, 4)
  const checkpoints = async () => (await readdir(dir)).filter(name => name.endsWith('.check')).length
  while ((await checkpoints()) < tables.length) await sleep(100)
  // A disk of its own, as on another host: no sign of life changes there.
  const own = `${dir}-own`
  t.teardown(() => rm(own, { recursive: true, force: true }))
  await mkdir(own)
  // The others go on writing: a file may be replaced while it is copied, and then its next one is.
  for (let copied = 0; copied < tables.length; ) {
    const names = (await readdir(dir)).filter(name => name.endsWith('.check'))
    const copies = names.map(name => copyFile(join(dir, name), join(own, name)))
    copied = (await Promise.allSettled(copies)).filter(({ status }) => status === 'fulfilled').length
  }
  const blind = await mesh.add(4, 'v1', { ...BLIND, STATE_DIR: own })
  await mesh.untilReady(blind)
  t.true((await mesh.view(blind)).blind)
  t.is(notes(blind, 'unanswered').length, 1)
  await sleep(BEGINS_WITHIN_MS)
  t.is((await mesh.view(blind)).sessions.owned, 0)
  t.deepEqual(notes(blind, 'resumed'), [])

  for (const node of mesh.nodes) if (node !== blind) node.signal('SIGKILL')
  t.like(await operate(mesh, blind.opsPort!, 'alone'), { code: 0 })
  const now = await Promise.all(tables.map(table => goesOnAs(table, targetAt(blind))))
  const after = await lookAround(targetAt(blind), now)
  // From the copies of that moment, which may lack what came after it.
  t.true(after.every(look => look !== null))
  t.false((await mesh.view(blind)).blind)
})
