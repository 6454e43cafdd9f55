// The last one out saves: every node is told to leave, and who starts next goes on.
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { lookAround } from '../../scripts/load/tables.ts'
import { lay, meshFor, targetAt } from './ground.ts'
import { goesOnAs } from './lives.ts'

test('[G8] where every node leaves, sessions are parked, and go on as they were when one starts again', async t => {
  const dir = await mkdtemp(join(tmpdir(), 'minotaur-state-'))
  t.teardown(() => rm(dir, { recursive: true, force: true }))
  const mesh = await meshFor(t, {
    env: { STATE_DIR: dir, PARK_AFTER: '500ms', SUCCESSOR_WAIT: '0s', DRAIN_DEADLINE: '30s' },
  })
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
  const now = await Promise.all(tables.map(table => goesOnAs(table, targetAt(q))))
  t.is(new Set(now.map(({ session }) => session)).size, 10)
  const after = await lookAround(targetAt(p), now)
  for (const [at, look] of after.entries()) {
    const earlier = before[at]!
    t.deepEqual([look?.welcome.last, look?.welcome.chain], [earlier.welcome.last, earlier.welcome.chain])
    t.is(viewRound(look?.update.view), viewRound(earlier.update.view))
    t.true(look!.update.remainingMs! <= earlier.update.remainingMs!)
  }
  t.true((await readdir(dir)).every(name => /\.(taken|check|sign)(\.half)?$/.test(name)))
})

const DAYS_MS = 2 * 24 * 3_600_000

test('[G8] games that were parked two days ago outlive a start that dies at once', async t => {
  const dir = await mkdtemp(join(tmpdir(), 'minotaur-state-'))
  t.teardown(() => rm(dir, { recursive: true, force: true }))
  const env = {
    STATE_DIR: dir,
    PARK_AFTER: '500ms',
    SUCCESSOR_WAIT: '0s',
    DRAIN_DEADLINE: '30s',
    COLD_AFTER: '1s',
    CHECKPOINT_EVERY: '0s',
  }
  const mesh = await meshFor(t, { env })
  const { tables, before } = await lay(mesh.nodes[0]!, 10)
  await Promise.all(mesh.nodes.map(node => mesh.terminate(node)))
  const then = new Date(Date.now() - DAYS_MS)
  for (const name of await readdir(dir)) await utimes(join(dir, name), then, then)

  const start = async () => {
    const nodes = await Promise.all([1, 2, 3].map(slot => mesh.add(slot, 'v2')))
    await Promise.all(nodes.map(node => mesh.untilReady(node)))
    return nodes
  }
  const first = await start()
  await sleep(300)
  for (const node of first) node.signal('SIGKILL')
  await Promise.all(first.map(node => node.exited))
  const [p] = await start()
  const now = await Promise.all(tables.map(table => goesOnAs(table, targetAt(p!))))
  t.is(new Set(now.map(({ session }) => session)).size, 10)
  for (const [at, look] of (await lookAround(targetAt(p!), now)).entries())
    t.is(look?.welcome.last, before[at]?.welcome.last)
})

test('[G8] a node that comes late, with a directory of its own, is given what the last one has parked', async t => {
  const [here, there] = await Promise.all([1, 2].map(() => mkdtemp(join(tmpdir(), 'minotaur-state-'))))
  t.teardown(() => Promise.all([here, there].map(dir => rm(dir!, { recursive: true, force: true }))))
  const mesh = await meshFor(t, { nodes: 1, env: { STATE_DIR: here!, PARK_AFTER: '500ms' } })
  const [old] = mesh.nodes
  const { tables, before } = await lay(old!, 10)
  old!.signal('SIGTERM')
  const parked = async () => (await readdir(here!)).filter(name => name.endsWith('.parked')).length
  while ((await parked()) < 10) await sleep(100)

  const late = await mesh.add(2, 'v2', { STATE_DIR: there! })
  await mesh.untilReady(late)
  const now = await Promise.all(tables.map(table => goesOnAs(table, targetAt(late))))
  for (const [at, look] of (await lookAround(targetAt(late), now)).entries())
    t.is(look?.welcome.last, before[at]?.welcome.last)
  t.is((await old!.exited).code, 0)
  t.true((await readdir(here!)).every(name => !name.endsWith('.parked')))
})

const viewRound = (view: unknown) => (view as { round: number }).round
