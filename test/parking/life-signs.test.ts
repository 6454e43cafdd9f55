// Signs of life on a real disk. Time is the test's own.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { Sign } from '../../node/core/event.ts'
import { Signs, WATCH_MS } from '../../node/parking/life-signs.ts'
import type { PeerId } from '../../protocol/ids.ts'

const BEAT_MS = 500

async function ground(t: ExecutionContext) {
  const dir = await mkdtemp(join(tmpdir(), 'minotaur-signs-'))
  t.teardown(() => rm(dir, { recursive: true, force: true }))
  let now = 0
  const node = (me: string, sessions = 1) => {
    const told: (readonly Sign[])[] = []
    const errors: unknown[] = []
    const signs = new Signs({
      dir,
      me: me as PeerId,
      say: () => ({ addresses: [`${me}:4001`], sessions }),
      tell: living => told.push(living),
      report: error => errors.push(error),
      now: () => now,
    })
    return { signs, told, errors, last: () => told.at(-1)?.map(({ peer }) => peer as string) }
  }
  /** Each of them beats, again and again. */
  const pass = async (ms: number, ...nodes: { signs: Signs }[]) => {
    for (let passed = 0; passed < ms; passed += BEAT_MS) {
      now += BEAT_MS
      for (const { signs } of nodes) await signs.beat()
    }
  }
  return { dir, node, pass }
}

test('[G8] a sign that changes while one looks is alive, and tells where its node is and what it knows of', async t => {
  const { node, pass } = await ground(t)
  const [a, b] = [node('a', 3), node('b')]
  await pass(WATCH_MS, a, b)
  t.is(b.told.length, 0, 'it has not looked for long enough')
  await pass(BEAT_MS, a, b)
  t.deepEqual(b.told.at(-1), [{ peer: 'a' as PeerId, addresses: ['a:4001'], sessions: 3 }])
})

test('[G8] a sign that stands still is dead from the beginning, and one that no longer changes after a while', async t => {
  const { node, pass } = await ground(t)
  const [a, b] = [node('a'), node('b')]
  await pass(BEAT_MS, a)
  await pass(WATCH_MS + BEAT_MS, b)
  t.deepEqual(b.last(), [])
  await pass(BEAT_MS, a, b)
  t.deepEqual(b.last(), ['a'])
  await pass(4_000, b)
  t.deepEqual(b.last(), ['a'], 'it may be busy')
  await pass(2_000, b)
  t.deepEqual(b.last(), [])
})

test('who leaves takes its sign away, and one whose process died is removed after a while', async t => {
  const { dir, node, pass } = await ground(t)
  const [a, b, c] = [node('a'), node('b'), node('c')]
  await pass(WATCH_MS + BEAT_MS, a, b, c)
  t.deepEqual(c.last(), ['a', 'b'])
  await a.signs.stop()
  await pass(BEAT_MS, b, c)
  t.deepEqual(c.last(), ['b'])
  await pass(61_000, c)
  t.deepEqual(await readdir(dir), ['c.sign'])
  await pass(2 * BEAT_MS, b, c)
  t.deepEqual(c.last(), ['b'], 'it only hung')
})

test('[G8] a sign that cannot be read, and changes, is one of a node that knows of sessions', async t => {
  const { dir, node, pass } = await ground(t)
  const b = node('b')
  for (let n = 0; n < 8; n++) {
    await writeFile(join(dir, 'a.sign'), `half ${n}`)
    await pass(BEAT_MS, b)
  }
  t.deepEqual(b.told.at(-1), [{ peer: 'a' as PeerId, addresses: [], sessions: 1 }])
})

test('a disk that fails is told of once, and nothing is told of others', async t => {
  const { dir, node, pass } = await ground(t)
  const b = node('b')
  await pass(BEAT_MS, b)
  await rm(dir, { recursive: true })
  await pass(10_000, b)
  t.is(b.errors.length, 1)
  t.is(b.told.length, 0)
})
