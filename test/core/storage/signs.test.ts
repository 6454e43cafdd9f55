// A mesh that a node does not reach, and whose signs of life it sees on the disk [G8].
import test from 'ava'
import { ownStatus } from '../../../node/core/cluster/own-status.ts'
import type { Sign } from '../../../node/core/event.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import { Hand, peer } from '../hand.ts'
import { live } from '../laid.ts'
import { allDie, look, PARKS, runs, say, two } from '../mortal.ts'

const ALONE = { ...PARKS, backups: 0 }

const sign = (name: string, sessions = 1): Sign => ({ peer: name as PeerId, addresses: [`${name}:1`], sessions })

/** All died with a copy on the disk; C has just started. */
function orphan() {
  const { h } = two()
  live(h, 2_000)
  allDie(h, ['A', 'B'])
  h.join('C', ALONE)
  return h
}

const noted = (h: Hand, name: string) => h.notes.filter(({ note }) => note.name === name).map(({ note }) => note)

test('[G8] nothing is begun from a copy while a mesh that is not reached shows that it lives, however long', t => {
  const h = orphan()
  h.disk.signs = [sign('X'), sign('Y')]
  look(h, ['C'], 60_000)
  t.deepEqual(runs(h, 'C'), [])
  t.like(noted(h, 'mesh-awaited'), [{ peers: ['X', 'Y'], addresses: ['X:1', 'Y:1'] }] as never)
  t.deepEqual(h.node('C').inspect().awaited, ['X:1', 'Y:1'])
  t.false(h.node('C').ready(h.now))
  t.true(h.dialled.filter(({ by }) => by === 'C').every(({ addresses }) => addresses.join() === 'X:1,Y:1'))
  t.true(h.dialled.length > 10)
  h.disk.signs = []
  look(h, ['C'], 3_000)
  t.is(runs(h, 'C').length, 1)
  t.is(noted(h, 'mesh-found').length, 1)
  t.true(h.node('C').ready(h.now))
})

test('[G8] nor is what was parked, which may have been put back from a backup', t => {
  const h = new Hand(['A'], { ...ALONE, parkAfterMs: 0 })
  const session = h.session('A', 1, 'ann')
  say(h, session, 1, 'one')
  h.drain('A')
  live(h, 3_000)
  h.join('C')
  h.disk.signs = [sign('X')]
  look(h, ['C'], 5_000)
  t.deepEqual(Object.values(h.disk.states()), ['parked'])
  h.disk.signs = []
  h.disk.scan(peer('C'))
  h.disk.signs = [sign('X')]
  h.event(peer('C'), { kind: 'signs', living: h.disk.signs })
  live(h, 500)
  t.deepEqual(Object.values(h.disk.states()), ['parked'], 'it was put back')
  h.disk.signs = []
  look(h, ['C'], 1_000)
  t.is(runs(h, 'C').length, 1)
})

test('[G8] before a node has looked for long enough nothing is begun', t => {
  const h = orphan()
  const files = h.disk.found()
  for (let passed = 0; passed < 4_000; passed += 200) {
    h.event(peer('C'), files)
    live(h, 200)
  }
  t.deepEqual(runs(h, 'C'), [])
  t.is(h.node('C').onDisk().awaited, null)
  t.false(h.node('C').ready(h.now))
})

test('[G8] a mesh that is reached is no stranger, whatever its signs', t => {
  const h = orphan()
  h.join('D', ALONE)
  h.disk.signs = [sign('C'), sign('D')]
  h.settle()
  look(h, ['C', 'D'], 4_000)
  t.is([...runs(h, 'C'), ...runs(h, 'D')].length, 1)
  t.deepEqual(h.node('C').inspect().awaited, [])
})

test('[G8] of nodes that are all new, and do not find each other, the first by name begins; all get ready', t => {
  for (const [other, begins] of [
    ['B', 0],
    ['D', 1],
  ] as const) {
    const h = orphan()
    h.disk.signs = [sign(other, 0)]
    look(h, ['C'], 4_000)
    t.is(runs(h, 'C').length, begins)
    t.true(h.node('C').ready(h.now))
    t.deepEqual(noted(h, 'mesh-awaited'), [])
  }
})

test('what a sign says is how many sessions go on that its node knows of', t => {
  const { h } = two()
  t.is(h.node('B').onDisk().sessions, 1)
  t.is(h.join('C', PARKS).onDisk().sessions, 0)
  h.settle()
  t.is(h.node('C').onDisk().sessions, 1)
})

test('the sign of a peer that has just died is told of to nobody, and keeps its files until it stands still', t => {
  const h = orphan()
  h.join('D', ALONE)
  h.settle()
  h.disk.signs = [sign('D')]
  h.kill('D')
  look(h, ['C'], 5_000)
  t.deepEqual(runs(h, 'C'), [])
  t.deepEqual(noted(h, 'mesh-awaited'), [])
  t.deepEqual(h.dialled, [])
  h.disk.signs = []
  look(h, ['C'], 3_000)
  t.is(runs(h, 'C').length, 1)
})

test('[G8] a status of a node that no neighbour passes on is no way to reach it', t => {
  const h = orphan()
  h.disk.signs = [sign('X')]
  const says = (beat: number) => {
    const status = { ...ownStatus(h.node('C').context), peer: peer('X'), beat }
    h.event(peer('C'), { kind: 'message', from: peer('X'), message: { kind: 'status', status } })
  }
  for (let beat = 1; beat <= 10; beat++) {
    says(beat)
    look(h, ['C'], 1_000)
  }
  t.deepEqual(runs(h, 'C'), [])
})
