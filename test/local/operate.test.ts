// An operator's commands as they are typed, to real processes that run real sessions.
import test, { type ExecutionContext } from 'ava'
import type { NodeView } from '../../node/core/inspect.ts'
import { signIn, targetOf } from '../../scripts/load/sign-in.ts'
import { lookAround } from '../../scripts/load/tables.ts'
import { forks, movesFrom, notes } from '../../scripts/local/journal.ts'
import type { LocalMesh } from '../../scripts/local/local-mesh.ts'
import type { NodeProcess } from '../../scripts/local/node-process.ts'
import { freePort } from '../../scripts/local/ports.ts'
import { runLink } from '../../web/link/browser.ts'
import { assertUnchanged, lay, meshFor, targetAt } from './ground.ts'
import { operate } from './operated.ts'
import { until } from './releases.ts'
import { assertSame } from './same.ts'

async function tell(t: ExecutionContext, mesh: LocalMesh, node: NodeProcess, command: string): Promise<string> {
  const { code, said } = await operate(mesh, node.opsPort!, command)
  t.is(code, 0, said)
  return said
}

/** The node as another one sees it. */
async function seen(mesh: LocalMesh, node: NodeProcess, by: NodeProcess): Promise<NodeView> {
  const { me } = await mesh.view(node)
  return (await mesh.view(by)).nodes.find(({ id }) => id === me)!
}

/** A new session by a player who goes where the link takes them. @returns who runs it. */
async function create(t: ExecutionContext, port: number): Promise<string> {
  const target = targetOf(`http://127.0.0.1:${port}`)
  const { promise, resolve } = Promise.withResolvers<string>()
  const link = runLink({
    url: target.play,
    token: await signIn(target, 'Ariadne'),
    onChange: ({ session }) => session?.owner && resolve(session.owner),
  })
  t.teardown(() => link.stop())
  link.tell({ kind: 'create' })
  return promise
}

test('new sessions go past a cordoned node, also where all share one port', async t => {
  const [port, opsPort] = [await freePort(), await freePort()]
  const mesh = await meshFor(t, { port, opsPort })
  const nameless = await operate(mesh, opsPort, 'cordon')
  t.is(nameless.code, 1)
  t.regex(nameless.said, /Several nodes share this port/)
  const cordoned = await operate(mesh, opsPort, 'cordon', '--node', '2')
  t.is(cordoned.code, 0, cordoned.said)
  const [, id] = /^Node (\S+) \(slot 2\): Cordoned/.exec(cordoned.said) ?? []
  t.truthy(id, cordoned.said)
  const status = await operate(mesh, opsPort, 'status')
  t.regex(status.said, new RegExp(`${id} +2 +cordoned `))

  const owners = await Promise.all(Array.from({ length: 12 }, () => create(t, port)))
  t.false(owners.some(owner => owner.endsWith(id!)))

  t.is((await operate(mesh, opsPort, 'uncordon', '--node', id!)).code, 0)
  await until('the node takes sessions again', async () => (await create(t, port)).endsWith(id!))
})

test("[G3] an operator's drain moves sessions with exact states, and the node exits with 0", async t => {
  const mesh = await meshFor(t)
  const [leaving, cordoned, other] = mesh.nodes
  const laid = await lay(leaving!, 20)
  await tell(t, mesh, cordoned!, 'cordon')
  await until('all know of the cordon', async () => (await seen(mesh, cordoned!, leaving!)).cordoned)
  t.regex(await tell(t, mesh, leaving!, 'drain'), /slot 1.*hands its 20 sessions over/)
  const exit = await leaving!.exited
  t.is(exit.code, 0, leaving!.lastWords())
  await assertUnchanged(t, laid, cordoned!)
  const { me } = await mesh.view(other!)
  t.deepEqual([...new Set(movesFrom(leaving!).map(move => move.to))], [me as string])
})

test('[G1] [G3] [E8] a drain is taken back in the middle and nothing is lost; after SIGTERM it is not', async t => {
  const COUNT = 150
  // One at a time: slow enough to be met in the middle.
  const mesh = await meshFor(t, { env: { HANDOFF_WINDOW: '1' } })
  const [node, ...others] = mesh.nodes
  const laid = await lay(node!, COUNT)
  const runs = async () => (await mesh.view(node!)).sessions.owned
  await tell(t, mesh, node!, 'drain')
  await until('some have moved', async () => (await runs()) <= COUNT - 10)
  t.true((await seen(mesh, node!, others[0]!)).draining)
  t.regex(await tell(t, mesh, node!, 'cancel-drain'), /goes on with the \d+ sessions/)
  await until('all see that it stays', async () => {
    const views = await Promise.all(mesh.nodes.map(by => seen(mesh, node!, by)))
    return views.every(({ draining }) => !draining)
  })
  const kept = await runs()
  t.true(kept > 0 && kept < COUNT, `${kept}`)
  assertSame(t, laid.before, await lookAround(targetAt(node!), laid.tables), 'some moved')
  t.is(node!.exit, null)
  t.is(notes(node!, 'stays').length, 1)
  t.like(await operate(mesh, node!.opsPort!, 'cancel-drain'), { code: 1 })

  node!.signal('SIGTERM')
  await until('it leaves', async () => (await seen(mesh, node!, others[0]!)).draining)
  const late = await operate(mesh, node!.opsPort!, 'cancel-drain')
  t.is(late.code, 1)
  t.regex(late.said, /A signal told the process to leave/)
  t.is((await node!.exited).code, 0, node!.lastWords())
  assertSame(t, laid.before, await lookAround(targetAt(others[0]!), laid.tables))
  t.deepEqual(forks(mesh.nodes), [])
  t.deepEqual(
    mesh.nodes.flatMap(one => notes(one, 'invariant')),
    [],
  )
})
