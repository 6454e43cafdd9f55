// Load that evens out by itself, and nodes that take nothing new.
import test from 'ava'
import { Hand, peer } from '../hand.ts'

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

test('a node that a deploy left behind begins nothing and takes nothing once no deploy can be under way, and says so', t => {
  const h = new Hand(['A', 'B'], { ...EVENS, slot: '' })
  h.join('C', { slot: '7', startedAt: 2 })
  h.join('D', { slot: '7', startedAt: 3, release: 'v2' })
  const create = (name: string, socket: number) => {
    h.open(name, socket, `p${socket}`)
    h.say(name, socket, { kind: 'create', key: `k${socket}` as never })
    h.wait(1_000)
  }
  const seenAt = (by: string) =>
    h
      .node(by)
      .inspect()
      .nodes.find(({ id }) => id === peer('C'))
  h.wait(100_000)
  create('C', 90)
  t.truthy(h.last('C', 90, 'created'), 'the deploy may still be under way')
  h.wait(210_000)
  create('C', 91)
  t.is(h.last('C', 91, 'error')?.code, 'node-draining')
  t.like(seenAt('A'), { superseded: true, cordoned: true })
  t.is(h.notes.filter(({ note }) => note.name === 'superseded').length, 1)
  create('D', 92)
  t.truthy(h.last('D', 92, 'created'), 'the newer one goes on')
  h.kill('D')
  h.wait(10_000)
  create('C', 93)
  t.truthy(h.last('C', 93, 'created'), 'it is needed again')
  t.deepEqual(h.broken(), [])
})

test('[P16] where nodes come, players that are many at one node are asked to connect again, a part at a time', t => {
  const h = new Hand(['A'], EVENS)
  for (let socket = 1; socket <= 90; socket++) h.open('A', socket, `p${socket}`)
  h.join('B')
  h.join('C')
  const asked = () => h.notes.reduce((sum, { note }) => sum + (note.name === 'spread' ? note.sockets : 0), 0)
  h.wait(4_000)
  t.is(asked(), 0, 'nodes that come and go are let be')
  h.wait(4_000)
  t.is(asked(), 30, 'half of what is too many')
  t.is(h.last('A', 1, 'goaway')?.withinMs, 5_000)
  t.is(h.last('A', 31, 'goaway'), undefined)
  for (let socket = 1; socket <= 30; socket++) {
    h.event(peer('A'), { kind: 'socket-closed', socket: socket as never })
    h.open(socket % 2 === 0 ? 'B' : 'C', socket, `p${socket}`)
  }
  h.wait(10_000)
  t.is(asked(), 45, 'and half of the rest')
})

test('[P16] players who come back to the same node are asked ever more seldom', t => {
  const h = new Hand(['A', 'B'], EVENS)
  for (let socket = 1; socket <= 40; socket++) h.open('A', socket, `p${socket}`)
  const times: number[] = []
  let known = 0
  for (let at = 0; at < 400; at++) {
    h.wait(1_000)
    const count = h.notes.filter(({ note }) => note.name === 'spread').length
    if (count > known) times.push(at)
    known = count
  }
  const gaps = times.slice(1).map((at, n) => at - times[n]!)
  t.true(gaps.length >= 4 && gaps.slice(1).every((gap, n) => gap > 1.5 * gaps[n]!), gaps.join())
})
