// How a node learns of peers that nobody lists to it.
import test from 'ava'
import type { PeerId } from '../../../protocol/ids.ts'
import type { Status } from '../../../protocol/mesh.ts'
import { Hand, peer } from '../hand.ts'
import { live } from '../laid.ts'

const dials = (h: Hand): string[] =>
  h.dialled.flatMap(({ by, addresses }) => addresses.map(address => `${by} dials ${address}`))

const told = (h: Hand, by: string, peers: unknown, beat = 1_000_000): void => {
  const status = { ...h.node(by).context.own.told, beat, peers } as Status
  h.event(peer('A'), { kind: 'message', from: peer(by), message: { kind: 'status', status } })
}

test('who meets a node is told whom it is connected to, and dials them', t => {
  const h = new Hand(['A', 'B'])
  h.apart('C')
  h.meet('C', 'B')
  h.pass()
  t.deepEqual(dials(h), ['C dials A'])
})

test('news that nobody was there to hear is told again', t => {
  const h = new Hand(['A', 'B'])
  h.apart('C')
  h.meet('C', 'B')
  h.drop()
  t.deepEqual(dials(h), [])
  live(h, 6_000)
  t.true(dials(h).includes('C dials A'))
  t.true(dials(h).includes('A dials C'))
})

test('whom a node is connected to, itself, and whom it has seen dead it does not have dialled', t => {
  const h = new Hand(['A', 'B', 'C'])
  told(h, 'B', [
    [peer('A'), 'A'],
    [peer('C'), 'C'],
  ])
  t.deepEqual(dials(h), [])
  h.kill('C')
  told(h, 'B', [[peer('C'), 'C']], 1_000_001)
  t.deepEqual(dials(h), [])
  told(h, 'B', [[peer('D'), 'D']], 1_000_002)
  t.deepEqual(dials(h), ['A dials D'])
})

test('a peer has only so many others dialled', t => {
  const h = new Hand(['A', 'B'])
  told(
    h,
    'B',
    Array.from({ length: 5_000 }, (_, n) => [`stranger-${n}` as PeerId, `10.0.0.1:${n}`]),
  )
  t.is(dials(h).length, 200)
})
