// Load that evens out by itself, and nodes that take nothing new.
import test from 'ava'
import { Hand } from './hand.ts'

const EVENS = { rebalanceAfterMs: 5_000 }
const owned = (h: Hand, name: string) => h.node(name).context.store.running.size

/** Two nodes, and `count` sessions on the first. */
function lopsided(count: number, settings = EVENS): Hand {
  const h = new Hand(['A', 'B'], settings)
  for (let n = 1; n <= count; n++) h.session('A', n, `p${n}`)
  return h
}

test('[G3] who joins empty takes load over, a few at a time, until all have about the same; nothing moves on from there', t => {
  const h = lopsided(60)
  h.join('C')
  h.wait(4_000)
  t.is(owned(h, 'C') + owned(h, 'B'), 0, 'nodes that come and go are let be')
  h.wait(3_000)
  const first = owned(h, 'C') + owned(h, 'B')
  t.true(first > 0 && first <= 30, `${first}`)
  h.wait(30_000)
  const loads = ['A', 'B', 'C'].map(name => owned(h, name))
  t.is(
    loads.reduce((sum, n) => sum + n),
    60,
  )
  t.true(Math.max(...loads) - Math.min(...loads) <= 12, loads.join())
  const moved = h.notes.filter(({ note }) => note.name === 'moved').length
  t.true(moved <= 45, `${moved} moves`)
  h.wait(30_000)
  t.deepEqual(
    ['A', 'B', 'C'].map(name => owned(h, name)),
    loads,
  )
  t.is(h.notes.filter(({ note }) => note.name === 'moved').length, moved)
  t.deepEqual(h.broken(), [])
})

test('small differences are let be', t => {
  const h = lopsided(7)
  h.wait(30_000)
  t.is(owned(h, 'A'), 7)
})

test('nothing evens out in the middle of a deploy', t => {
  const h = lopsided(40)
  h.join('C', { release: 'v2', startedAt: 99 })
  h.wait(30_000)
  t.is(owned(h, 'A'), 40)
})

test('a cordoned node keeps what it runs, begins nothing and is given nothing', t => {
  const h = lopsided(40)
  h.operate('B', 'cordon')
  h.wait(30_000)
  t.is(owned(h, 'A'), 40)
  h.open('B', 99, 'zoe')
  h.say('B', 99, { kind: 'create', key: 'k' as never })
  h.wait(1_000)
  t.is(h.last('B', 99, 'error')?.code, 'node-draining')
  h.operate('B', 'uncordon')
  h.wait(30_000)
  t.true(owned(h, 'B') > 10)
})
