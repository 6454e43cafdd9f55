// Connections that stay open while nothing comes through them, as when a network is cut: TCP tells nobody, and when the
// network is whole again it would be in no hurry to send what was lost.
import test, { type ExecutionContext } from 'ava'
import { pingsOf, toldOf } from '../contracts/mesh.ts'
import { at, pause, start, stopOpen, type TestNode, until } from './support/nodes.ts'
import { startProxy } from './support/process.ts'

test.afterEach.always(stopOpen)

const BEAT_MS = 100
const UP_DOWN_UP = ['peer-up', 'peer-down', 'peer-up']

/** Each says something to the other again and again, as core does. @returns what ends it. */
function talk(a: TestNode, b: TestNode): () => void {
  let n = 0
  const timer = setInterval(() => {
    n++
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      from.mesh.send(to.mesh.me, { kind: 'ping', n })
      from.mesh.flush()
    }
  }, BEAT_MS)
  return () => clearInterval(timer)
}

/** Two that talk to each other through a proxy. */
async function meshed(t: ExecutionContext) {
  const a = await start()
  const proxy = await startProxy(at(a.mesh.port))
  t.teardown(() => proxy.close())
  const b = await start({ peers: [at(proxy.port)] })
  t.true(await until(() => toldOf(a, b.mesh.me).length > 0 && toldOf(b, a.mesh.me).length > 0))
  t.teardown(talk(a, b))
  return { a, b, proxy }
}

test('a peer that falls silent over an open connection is dialled anew, and the new one replaces it', async t => {
  const { a, b, proxy } = await meshed(t)
  proxy.stall()
  t.true(await until(() => toldOf(a, b.mesh.me).length > 2 && toldOf(b, a.mesh.me).length > 2))
  const heard = [pingsOf(a).length, pingsOf(b).length] as const
  t.true(await until(() => pingsOf(a).length > heard[0] && pingsOf(b).length > heard[1]))
  t.true(await until(() => a.mesh.connections === 1 && b.mesh.connections === 1))
  t.deepEqual(toldOf(a, b.mesh.me), UP_DOWN_UP)
  t.deepEqual(toldOf(b, a.mesh.me), UP_DOWN_UP)
})

test('so is one that is heard no more but hears, also where that one decides which connection stays', async t => {
  const { a, b, proxy } = await meshed(t)
  // The lower id decides: the other goes deaf.
  const deaf = a.mesh.me < b.mesh.me ? b : a
  proxy.stall(deaf === b ? 'inwards' : 'outwards')
  t.true(await until(() => toldOf(a, b.mesh.me).length > 2 && toldOf(b, a.mesh.me).length > 2))
  const heard = pingsOf(deaf).length
  t.true(await until(() => pingsOf(deaf).length > heard))
  t.deepEqual(toldOf(a, b.mesh.me), UP_DOWN_UP)
  t.deepEqual(toldOf(b, a.mesh.me), UP_DOWN_UP)
})

test('who talks is left alone', async t => {
  const a = await start()
  const b = await start({ peers: [at(a.mesh.port)] })
  t.true(await until(() => toldOf(a, b.mesh.me).length > 0 && toldOf(b, a.mesh.me).length > 0))
  t.teardown(talk(a, b))
  await pause(4_000)
  t.deepEqual([toldOf(a, b.mesh.me), toldOf(b, a.mesh.me)], [['peer-up'], ['peer-up']])
})
