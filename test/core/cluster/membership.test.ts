// Whom a node believes out there, where that decides something: whether a session may begin.
import test from 'ava'
import { ownStatus } from '../../../node/core/cluster/own-status.ts'
import type { Configuration } from '../../../protocol/configuration.ts'
import type { ClientId, Epoch, SessionId } from '../../../protocol/ids.ts'
import type { MeshMessage } from '../../../protocol/mesh.ts'
import { Hand, peer } from '../hand.ts'

const P = peer('P')

/** A is told something of P, which it never meets. */
function hears(h: Hand, message: MeshMessage): void {
  h.event(peer('A'), { kind: 'message', from: P, message })
}

function status(h: Hand, beat: number, more = {}): MeshMessage {
  return { kind: 'status', status: { ...ownStatus(h.node('A').context), peer: P, beat, ...more } }
}

function creates(h: Hand, key: string): boolean {
  const before = h.heard('A', 1).length
  h.say('A', 1, { kind: 'create', key: key as ClientId })
  h.wait(3000)
  return h
    .heard('A', 1)
    .slice(before)
    .some(m => m.kind === 'created')
}

function alone(): Hand {
  const h = new Hand(['A'])
  h.open('A', 1, 'ann')
  return h
}

test('[E9] a peer that was only heard of is forgotten when its statuses stop, and a lone node begins sessions again', t => {
  const h = alone()
  hears(h, status(h, 1))
  t.false(creates(h, 'k1'))
  h.wait(5000)
  hears(h, status(h, 2))
  h.wait(7000)
  t.false(creates(h, 'k2'), 'it was heard of a moment ago')
  h.wait(5000)
  t.true(creates(h, 'k3'))
  hears(h, status(h, 1))
  t.false(creates(h, 'k4'), 'it is known as soon as it is heard of')
  t.false(h.node('A').context.peers.seenDead(P))
})

test('[E9] a peer that was connected and fell silent is not forgotten', t => {
  const h = new Hand(['A', 'B'])
  h.open('A', 1, 'ann')
  h.kill('B', [])
  h.wait(60_000)
  t.false(creates(h, 'k'))
})

test('[E9] a peer that has a part in a session is not forgotten', t => {
  const h = alone()
  const session = 'b0b0' as SessionId
  const config: Configuration = { session, epoch: 3 as Epoch, owner: P, backups: [], voters: [P] }
  hears(h, status(h, 1))
  hears(h, { kind: 'decided', config })
  h.wait(60_000)
  t.false(creates(h, 'k1'))
  hears(h, { kind: 'decided', config: { ...config, epoch: 4 as Epoch, owner: null, voters: [] } })
  h.wait(2000)
  t.true(creates(h, 'k2'))
})

test('a generation stays, also where the node that it came from is forgotten', t => {
  const h = new Hand(['A'], { slot: '1', startedAt: 100 })
  hears(h, status(h, 1, { generation: 4, startedAt: 1 }))
  t.is(ownStatus(h.node('A').context).generation, 5)
  h.wait(20_000)
  t.is(h.node('A').context.peers.get(P), undefined)
  t.is(ownStatus(h.node('A').context).generation, 5)
})
