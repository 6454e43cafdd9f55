import test from 'ava'
import type { PeerId } from '../../protocol/ids.ts'
import { Agenda } from './simulator/agenda.ts'
import { Network } from './simulator/network.ts'
import { Random } from './simulator/random.ts'
import { CLEAN, type Wire } from './simulator/wire.ts'

interface Seen {
  readonly frames: string[]
  readonly connections: string[]
}

const id = (name: string) => name as PeerId

function network(names: string, wire: Partial<Wire> = {}, seed = 1) {
  const agenda = new Agenda()
  const net = new Network(agenda, new Random(seed), { ...CLEAN, ...wire })
  const seen: Record<string, Seen> = {}
  for (const name of names) {
    const mine: Seen = { frames: [], connections: [] }
    seen[name] = mine
    net.attach({
      peer: id(name),
      frame: (from, channel, bytes) => mine.frames.push(`${from} ${channel} ${bytes[0]}`),
      connection: (peer, change) => mine.connections.push(`${change} ${peer}`),
    })
  }
  agenda.runUntil(50)
  return { agenda, net, seen }
}

const say = (net: Network, from: string, to: string, ...numbers: number[]) => {
  for (const n of numbers) net.send(id(from), id(to), Uint8Array.of(n))
}

test('all who live find each other, and frames arrive in order', t => {
  const { agenda, net, seen } = network('abc')
  t.deepEqual(seen.a!.connections.sort(), ['peer-up b', 'peer-up c'])
  say(net, 'a', 'b', 1, 2, 3)
  net.gossip(id('a'), Uint8Array.of(9))
  agenda.runUntil(100)
  t.deepEqual(
    seen.b!.frames.filter(f => f.includes('direct')),
    ['a direct 1', 'a direct 2', 'a direct 3'],
  )
  t.deepEqual(seen.c!.frames, ['a gossip 9'])
})

test('a bad network loses, repeats and reorders', t => {
  const { agenda, net, seen } = network('ab', { loss: 0.2, repeat: 0.2, late: 0.3, lateMs: 50, ordered: false })
  const numbers = Array.from({ length: 200 }, (_, i) => i)
  say(net, 'a', 'b', ...numbers)
  agenda.runUntil(200)
  const got = seen.b!.frames.map(f => Number(f.split(' ')[2]))
  t.true(new Set(got).size < 200, 'lost')
  t.true(got.length > new Set(got).size, 'repeated')
  t.true(
    got.some((n, i) => i > 0 && n < got[i - 1]!),
    'reordered',
  )
  t.is(net.counts.lost + new Set(got).size, 200)
})

test('a death that is seen is told to all who are connected, after their connection broke', t => {
  const { agenda, net, seen } = network('abc')
  net.remove(id('a'), { seen: true })
  agenda.runUntil(300)
  t.deepEqual(seen.b!.connections.slice(-2), ['peer-down a', 'peer-dead a'])
  t.true(net.hasSeenDead(id('b'), id('a')))
})

test('a silent death breaks connections late and is never seen', t => {
  const { agenda, net, seen } = network('ab')
  net.remove(id('a'), { seen: false, breakAfterMs: 500 })
  agenda.runUntil(400)
  t.deepEqual(seen.b!.connections, ['peer-up a'])
  agenda.runUntil(5000)
  net.tellDeaths()
  t.deepEqual(seen.b!.connections, ['peer-up a', 'peer-down a'])
})

test('who dies while a connection forms is connected to nobody', t => {
  const agenda = new Agenda()
  for (let seed = 1; seed <= 40; seed++) {
    const net = new Network(agenda, new Random(seed), CLEAN)
    const heard: string[] = []
    for (const name of 'ab')
      net.attach({ peer: id(name), frame: () => undefined, connection: (_, change) => heard.push(change) })
    agenda.runUntil(agenda.now + 1 + (seed % 8))
    net.remove(id('a'), { seen: true })
    agenda.runUntil(agenda.now + 500)
    t.deepEqual(net.peersOf(id('b')), [], `seed ${seed}: ${heard}`)
  }
})

test('what is cut off hears nothing, until the cut is mended', t => {
  const { agenda, net, seen } = network('ab')
  net.cut(id('a'), id('b'), 10_000)
  say(net, 'a', 'b', 1)
  say(net, 'b', 'a', 2)
  agenda.runUntil(100)
  t.deepEqual(seen.b!.frames, [])
  t.deepEqual(seen.a!.frames, ['b direct 2'], 'the other way goes on')
  net.mend(id('a'), id('b'))
  say(net, 'a', 'b', 3)
  agenda.runUntil(200)
  t.deepEqual(seen.b!.frames, ['a direct 3'])
})

test('a cut that lasts breaks the connection, and what was sent on it never comes', t => {
  const { agenda, net, seen } = network('ab', { delay: [30, 30] })
  net.cut(id('a'), id('b'), 5)
  agenda.runUntil(70)
  net.mend(id('a'), id('b'))
  agenda.runUntil(200)
  t.deepEqual(seen.b!.connections, ['peer-up a', 'peer-down a', 'peer-up a'])
  say(net, 'a', 'b', 1)
  net.drop(id('a'), id('b'))
  agenda.runUntil(400)
  t.deepEqual(seen.b!.frames, [])
  t.deepEqual(seen.b!.connections.slice(-2), ['peer-down a', 'peer-up a'])
})

test('gossip goes round a cut where somebody can pass it on', t => {
  const { agenda, net, seen } = network('abc', { relay: 1 })
  net.cut(id('a'), id('b'), 10_000)
  net.gossip(id('a'), Uint8Array.of(1))
  agenda.runUntil(100)
  t.deepEqual(seen.b!.frames, ['a gossip 1'])
})
