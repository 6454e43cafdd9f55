import test from 'ava'
import { type Memory, memoryShare, watchMemory } from '../../node/ops/memory.ts'

const MiB = 1024 * 1024
const of = (more: Partial<Memory>): number =>
  memoryShare({
    heapUsed: 50 * MiB,
    heapTotal: 60 * MiB,
    heapLimit: 100 * MiB,
    heapAfter: 40 * MiB,
    rss: 100 * MiB,
    limit: 0,
    ...more,
  })

test('garbage is not counted, as long as it is no more than V8 lets it be', t => {
  t.is(of({}), 0.4)
  t.is(of({ heapUsed: 90 * MiB }), 0.75)
  t.is(of({ heapUsed: 30 * MiB }), 0.3)
})

test('a container counts what the heap does not, and a limit that is none is none', t => {
  t.is(of({ limit: 100 * MiB }), 0.8)
  t.is(of({ limit: 1000 * MiB }), 0.4)
  t.is(of({ limit: 2 ** 63 }), 0.4)
  t.is(of({ limit: 20 * MiB }), 1)
})

test('it is told again and again, until it is stopped', async t => {
  let told = 0
  const first = Promise.withResolvers<number>()
  const stop = watchMemory(share => {
    told++
    first.resolve(share)
  }, 1)
  // What is watched keeps nothing alive by itself.
  const alive = setInterval(() => undefined, 10)
  const share = await first.promise
  t.true(share > 0 && share <= 1)
  stop()
  const before = told
  await new Promise(resolve => setTimeout(resolve, 30))
  clearInterval(alive)
  t.is(told, before)
})
