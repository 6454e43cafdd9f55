import { createServer } from 'node:net'
import test from 'ava'
import { dialRound, hasDied, judge, type Outcome } from '../../../node/mesh/liveness/death.ts'
import { freePort } from '../../../scripts/local/ports.ts'
import { pingsOf, toldOf } from '../../contracts/mesh.ts'
import { at, HOST, open, pause, start, stopOpen, until } from '../support/nodes.ts'
import { kill, killAll, startChild, startProxy } from '../support/process.ts'

test.afterEach.always(stopOpen)

const never = new AbortController().signal

test.after.always(killAll)

test('two refusals prove an end, unless one was accepted after the first', t => {
  t.is(judge(['refused', 'refused']), 'dead')
  t.is(judge(['accepted', 'other', 'refused', 'other', 'refused']), 'dead')
  t.is(judge(['refused', 'accepted', 'refused']), 'alive')
  t.is(judge(['refused', 'other']), 'unknown')
  t.is(judge(['accepted', 'accepted']), 'unknown')
  t.is(judge(['other', 'other', 'other']), 'unknown')
  t.is(judge([]), 'unknown')
})

/** No answer ever comes. */
const VOID = Number.POSITIVE_INFINITY

/** A round whose dials end so after so many milliseconds. */
function round(...ends: readonly (readonly [Outcome, number])[]) {
  let dialled = 0
  return dialRound(async () => {
    const [outcome, afterMs] = ends[Math.min(dialled++, ends.length - 1)]!
    await (afterMs === VOID ? new Promise(() => {}) : pause(afterMs))
    return outcome
  }, never)
}

test('where an address vanishes after two refusals, nobody waits for what fell into the void', async t => {
  t.is(judge(await round(['refused', 1], ['refused', 1], ['other', VOID])), 'dead')
})

test('what is still open after two refusals is waited for as long as an answer may take', async t => {
  t.is(judge(await round(['refused', 1], ['refused', 1], ['accepted', 15])), 'alive')
  t.is(judge(await round(['refused', 60], ['refused', 60], ['accepted', 150])), 'alive', 'a slow network')
})

test('with fewer than two refusals every dial is waited for', async t => {
  t.is(judge(await round(['refused', 1], ['other', 200], ['refused', 200])), 'dead')
  t.is(judge(await round(['other', 200], ['refused', 1], ['accepted', 200])), 'alive')
})

test('an address that nobody listens on is that of a dead process', async t => {
  t.true(await hasDied(at(await freePort()), never))
})

test('an address that somebody listens on proves nothing', async t => {
  const server = createServer(socket => socket.destroy()).listen(0, HOST)
  await until(() => server.listening)
  t.false(await hasDied(at((server.address() as { port: number }).port), never))
  server.close()
})

test('a killed process is seen dead by all its peers, whoever dialled whom', async t => {
  const a = await start()
  const child = await startChild([at(a.mesh.port)])
  const b = await start({ peers: [at(a.mesh.port), at(child.port)] })
  t.true(await until(() => [a, b].every(node => toldOf(node, child.me).includes('peer-up'))))
  await kill(child)
  t.true(await until(() => [a, b].every(node => toldOf(node, child.me).includes('peer-dead'))))
  for (const node of [a, b]) t.deepEqual(toldOf(node, child.me), ['peer-up', 'peer-down', 'peer-dead'])
})

test('nobody is seen dead where refusals are not trusted', async t => {
  const a = await start({ trustRefused: false })
  const child = await startChild([at(a.mesh.port)])
  t.true(await until(() => toldOf(a, child.me).includes('peer-up')))
  await kill(child)
  t.true(await until(() => toldOf(a, child.me).includes('peer-down')))
  await pause(500)
  t.deepEqual(toldOf(a, child.me), ['peer-up', 'peer-down'])
})

test('a stopped process whose connection breaks is not seen dead, and is meshed with again when it goes on', async t => {
  const a = await open()
  const proxy = await startProxy(at(a.mesh.port))
  a.mesh.start()
  const child = await startChild([at(proxy.port)])
  t.true(await until(() => toldOf(a, child.me).includes('peer-up')))
  await kill(child, 'SIGSTOP')
  proxy.cut()
  t.true(await until(() => toldOf(a, child.me).includes('peer-down')))
  await pause(800)
  t.deepEqual(toldOf(a, child.me), ['peer-up', 'peer-down'])
  await kill(child, 'SIGCONT')
  t.true(await until(() => toldOf(a, child.me).length > 2))
  t.deepEqual(toldOf(a, child.me), ['peer-up', 'peer-down', 'peer-up'])
  await kill(child)
  proxy.close()
})

test('a broken connection alone is no death: both ends mesh again', async t => {
  const a = await start()
  const proxy = await startProxy(at(a.mesh.port))
  const b = await start({ peers: [at(proxy.port)] })
  t.true(await until(() => toldOf(a, b.mesh.me).includes('peer-up') && toldOf(b, a.mesh.me).includes('peer-up')))
  proxy.cut()
  t.true(await until(() => toldOf(a, b.mesh.me).length > 2 && toldOf(b, a.mesh.me).length > 2))
  await pause(400)
  t.deepEqual(toldOf(a, b.mesh.me), ['peer-up', 'peer-down', 'peer-up'])
  t.deepEqual(toldOf(b, a.mesh.me), ['peer-up', 'peer-down', 'peer-up'])
  proxy.close()
})

test('a connection that is dead at one end only gives way to a new one, and all flows again', async t => {
  // Which of the two decides is drawn by their ids: both ways must do.
  for (let round = 0; round < 3; round++) {
    const a = await start()
    const proxy = await startProxy(at(a.mesh.port))
    const b = await start({ peers: [at(proxy.port)] })
    t.true(await until(() => toldOf(a, b.mesh.me).length > 0 && toldOf(b, a.mesh.me).length > 0))
    proxy.halve()
    t.true(await until(() => toldOf(a, b.mesh.me).length > 2 && b.mesh.peers().length === 1))
    t.deepEqual(toldOf(a, b.mesh.me), ['peer-up', 'peer-down', 'peer-up'])
    b.mesh.send(a.mesh.me, { kind: 'ping', n: round })
    b.mesh.flush()
    t.true(await until(() => pingsOf(a).includes(round)))
    proxy.close()
    await stopOpen()
  }
})

test('who takes the port of one that stopped is a new peer', async t => {
  const a = await start()
  const first = await start({ peers: [at(a.mesh.port)] })
  const { port } = first.mesh
  const b = await start({ peers: [at(a.mesh.port), at(port)] })
  t.true(await until(() => [a, b].every(node => toldOf(node, first.mesh.me).includes('peer-up'))))
  await first.mesh.stop()
  const second = await start({ listen: at(port), peers: [at(a.mesh.port)] })
  t.not(second.mesh.me, first.mesh.me)
  t.true(await until(() => [a, b].every(node => toldOf(node, second.mesh.me).includes('peer-up'))))
  for (const node of [a, b]) {
    t.is(toldOf(node, first.mesh.me)[1], 'peer-down')
    t.deepEqual(toldOf(node, second.mesh.me), ['peer-up'])
  }
})
