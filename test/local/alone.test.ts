// A node that leaves with nobody to hand to: it waits for somebody, and if none comes it says what is lost.
import test from 'ava'
import { lookAround } from '../../scripts/load/tables.ts'
import { notes } from '../../scripts/local/journal.ts'
import { assertUnchanged, lay, meshFor, targetAt } from './ground.ts'

const FATAL_FROM = 50

test('without a peer a node waits until its deadline, then names what is lost and exits with an error', async t => {
  const mesh = await meshFor(t, { nodes: 1, env: { DRAIN_DEADLINE: '3s' } })
  const [node] = mesh.nodes
  const { tables } = await lay(node!, 3)
  const exit = await mesh.terminate(node!)
  t.not(exit.code, 0)
  t.is(exit.signal, null)
  t.true(exit.at - node!.terminatedAt! >= 3000)
  const [lost] = notes(node!, 'lost')
  t.true(lost !== undefined && lost.level >= FATAL_FROM)
  t.deepEqual(lost?.sessions, tables.map(table => table.session).sort())
})

test('[G3] a peer that comes while a node waits is given everything', async t => {
  const mesh = await meshFor(t, { nodes: 1, env: { DRAIN_DEADLINE: '60s' } })
  const [node] = mesh.nodes
  const laid = await lay(node!, 20)
  const exited = mesh.terminate(node!)
  const fresh = await mesh.add(1, 'v2')
  await mesh.untilReady(fresh)
  t.is((await exited).code, 0, node!.lastWords())
  await assertUnchanged(t, laid, fresh)
})

test('a node that has no session leaves at once, alone or not', async t => {
  const mesh = await meshFor(t, { nodes: 1, env: { DRAIN_DEADLINE: '60s' } })
  const exit = await mesh.terminate(mesh.nodes[0]!)
  t.is(exit.code, 0)
})

test('while it waits alone, players play on', async t => {
  const mesh = await meshFor(t, { nodes: 1, env: { DRAIN_DEADLINE: '20s' } })
  const [node] = mesh.nodes
  const { tables } = await lay(node!, 2)
  node!.signal('SIGTERM')
  const looks = await lookAround(targetAt(node!), tables)
  t.true(looks.every(look => look !== null))
})
