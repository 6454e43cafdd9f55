// The control of processes and the order of a deploy, with nodes that only pretend.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { LocalMesh } from '../../../scripts/local/local-mesh.ts'
import { nextRelease, type RollEvent, roll } from '../../../scripts/local/roll.ts'
import { showRollEvent } from '../../../scripts/local/show.ts'

const main = join(import.meta.dirname, 'fake-node.ts')

const rolled = async (env: Record<string, string>, options: Partial<Parameters<typeof roll>[1]>) => {
  const mesh = await LocalMesh.start({ main, env })
  const events: RollEvent[] = []
  const failure = await roll(mesh, { parallel: 1, delayMs: 0, overlap: false, ...options }, e => events.push(e)).then(
    () => null,
    (error: Error) => error,
  )
  const serving = mesh.serving().map(node => node.name)
  await mesh.kill()
  return { mesh, events, failure, serving, order: events.map(event => `${event.kind} ${event.slot} ${event.release}`) }
}

test('a deploy replaces each slot, the new node first', async t => {
  const { order, serving, failure } = await rolled({}, {})
  t.is(failure, null)
  const slot = (n: number) => [`starting ${n} v2`, `ready ${n} v2`, `leaving ${n} v1`, `left ${n} v1`]
  t.deepEqual(order, [...slot(1), ...slot(2), ...slot(3)])
  t.deepEqual(serving, ['slot 1 v2', 'slot 2 v2', 'slot 3 v2'])
})

test('with overlap the next node starts while the old one still drains', async t => {
  const { order } = await rolled({ LEAVE_AFTER_MS: '600' }, { overlap: true })
  t.true(order.indexOf('starting 2 v2') < order.indexOf('left 1 v1'))
  t.is(order.filter(line => line.startsWith('left')).length, 3)
})

test('a group of a deploy starts together', async t => {
  const { order } = await rolled({}, { parallel: 2 })
  t.deepEqual(order.slice(0, 2), ['starting 1 v2', 'starting 2 v2'])
  t.true(order.indexOf('starting 3 v2') > order.indexOf('left 1 v1'))
})

test('a release that does not become ready ends the deploy and leaves the old nodes alone', async t => {
  const { failure, serving, order } = await rolled({ FAILS_FROM: '2' }, {})
  t.regex(String(failure), /slot 1 v2 ended before it was ready \(exit code 3\)[\s\S]*this release is broken/)
  t.deepEqual(order, ['starting 1 v2'])
  t.deepEqual(serving, ['slot 1 v1', 'slot 2 v1', 'slot 3 v1'])
})

test('what a leaving node gave away is told with its exit', async t => {
  const { events } = await rolled({ EXIT_CODE: '4' }, {})
  const left = events.find(event => event.kind === 'left')
  if (left?.kind !== 'left') return t.fail()
  t.deepEqual(left.moves, { count: 2, pauseMsMedian: 2, pauseMs99: 4, pauseMsMax: 4, lastMovedMs: 5 })
  t.is(left.exit.code, 4)
  t.regex(showRollEvent(left), /slot 1 v1 left after .*, exit code 4: 2 sessions moved; paused p50 2.0 ms/)
})

test('a new node knows the address of every running one', async t => {
  const { failure, mesh } = await rolled({ FAILS_FROM: '2' }, {})
  const ports = mesh.nodes.slice(0, 3).map(node => `127.0.0.1:${node.meshPort}`)
  for (const port of ports) t.true(String(failure).includes(port))
})

test('a mesh that is stopped leaves no process and no folder', async t => {
  const mesh = await LocalMesh.start({ main, nodes: 2 })
  t.true(existsSync(mesh.folder))
  const exits = await mesh.stop()
  t.deepEqual(
    exits.map(exit => exit.code),
    [0, 0],
  )
  t.deepEqual(mesh.running(), [])
  t.false(existsSync(mesh.folder))
})

test('a node that does not leave in time is killed', async t => {
  const mesh = await LocalMesh.start({ main, nodes: 1, env: { LEAVE_AFTER_MS: '60000' } })
  const [exit] = await mesh.stop(100)
  t.is(exit?.signal, 'SIGKILL')
})

test('when a script is killed, its nodes end too', async t => {
  const script = `
    import { LocalMesh } from ${JSON.stringify(join(import.meta.dirname, '../../../scripts/local/local-mesh.ts'))}
    const mesh = await LocalMesh.start({ nodes: 2, main: ${JSON.stringify(main)} })
    console.log(JSON.stringify(mesh.nodes.map(node => node.pid)))
  `
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script])
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const pids = JSON.parse(line.toString()) as number[]
  t.is(pids.length, 2)
  child.kill('SIGKILL')
  const isAlive = (pid: number) => existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`).length > 0
  for (let tries = 0; pids.some(isAlive) && tries < 500; tries++) await sleep(20)
  t.deepEqual(pids.filter(isAlive), [])
})

test('the next release is one higher than any before', t => {
  t.is(nextRelease(['v1', 'v1', 'v3']), 'v4')
  t.is(nextRelease(['first']), 'v2')
})
