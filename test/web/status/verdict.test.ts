import test from 'ava'
import type { MeshView, NodeView } from '../../../node/core/inspect.ts'
import type { Epoch, PeerId, SessionId } from '../../../protocol/ids.ts'
import { answered, NOTHING, unanswered } from '../../../web/status/history.ts'
import { verdict } from '../../../web/status/verdict.ts'

const node = (slot: number, fields: Partial<NodeView> = {}): NodeView => ({
  id: `12D3KooWnode${slot}xxx` as PeerId,
  address: '10.0.0.1:4000',
  release: 'v1',
  slot: String(slot),
  host: 'a',
  startedAt: slot,
  load: 1,
  sessions: 2,
  players: 1,
  draining: false,
  cordoned: false,
  state: 'alive',
  ...fields,
})
const three = [node(1, { state: 'self' }), node(2), node(3)]
const seen = (nodes: readonly NodeView[], fields: Partial<MeshView> = {}) => {
  const sessions = { known: 0, owned: 0, backedUp: 0, unprotected: 0, sealed: 0, paused: 0 }
  return answered(
    NOTHING,
    {
      me: nodes[0]!.id,
      awaited: [],
      blind: false,
      nodes,
      moved: [],
      sessions,
      unsaved: null,
      failing: [],
      stopped: [],
      room: 'plenty',
      putOff: 0,
      quarantined: [],
      ...fields,
    },
    1000,
  )
}

test('nothing is said before a node has answered', t => t.is(verdict(NOTHING), null))

test('a mesh in which nothing happens is well', t =>
  t.deepEqual(verdict(seen(three)), {
    tone: 'good',
    title: 'All is well.',
    details: ['3 nodes of release v1 run 6 sessions for 3 players.'],
  }))

test('a deploy is told with how far it is, and who drains', t => {
  const nodes = [node(1, { draining: true }), node(2), node(3), node(1, { release: 'v2', startedAt: 9, sessions: 0 })]
  t.deepEqual(verdict(seen(nodes)), {
    tone: 'busy',
    title: 'A deploy is under way, v1 → v2: 1 of 4 nodes is new.',
    details: ['1 node is draining: slot 1 (node1xxx).', '4 nodes of releases v1 and v2 run 6 sessions for 4 players.'],
  })
})

test('who is cordoned is told', t => {
  const told = verdict(seen([node(1, { cordoned: true }), node(2), node(3, { cordoned: true, draining: true })]))
  t.like(told, { tone: 'busy', title: '1 node is draining: slot 3 (node3xxx).' })
  t.is(told?.details[0], '1 node is cordoned: slot 1 (node1xxx).')
})

test('who was left behind by a deploy is named, and is no deploy under way', t => {
  const told = verdict(seen([...three, node(2, { release: 'v0', cordoned: true, superseded: true })]))
  t.deepEqual(
    [told?.tone, told?.title],
    [
      'busy',
      '1 node is superseded: a newer node has the same slot, so it takes nothing new. Drain it: slot 2 (node2xxx).',
    ],
  )
  t.false(told?.details.some(text => text.includes('deploy')))
})

test('who has left in order is no news, who died is the worst', t => {
  const left = verdict(seen([...three, node(4, { state: 'dead', draining: true })]))
  t.is(left?.tone, 'good')
  const died = verdict(seen([...three, node(4, { state: 'dead' }), node(5, { draining: true })]))
  t.like(died, { tone: 'bad', title: '1 node died without handing over: slot 4 (node4xxx).' })
  t.is(died?.details[0], '1 node is draining: slot 5 (node5xxx).')
})

test('silence, quarantine and missing copies are said', t => {
  t.is(verdict(seen([node(1), node(2, { state: 'suspected' })]))?.title, '1 node is silent: slot 2 (node2xxx).')
  const quarantined = [{ session: 's' as SessionId, epoch: 2 as Epoch, bytes: 10, error: 'no', resolved: false }]
  t.is(verdict(seen(three, { quarantined }))?.title, '1 session is quarantined: see the table.')
  const resolved = quarantined.map(one => ({ ...one, resolved: true }))
  t.is(verdict(seen(three, { quarantined: resolved }))?.tone, 'good')
  const sessions = { known: 9, owned: 3, backedUp: 1, unprotected: 2, sealed: 0, paused: 0 }
  t.like(verdict(seen(three, { sessions })), { tone: 'busy', title: '2 sessions of node1xxx are short of copies.' })
  const waiting = { ...sessions, unprotected: 0, paused: 1 }
  t.like(verdict(seen(three, { sessions: waiting })), {
    tone: 'bad',
    title: '1 session of node1xxx is paused: the nodes that it waits for do not answer.',
  })
  t.is(verdict(seen([node(1)]))?.title, 'A single node serves: no session has a copy elsewhere.')
})

test('failovers stay in sight after the dead are forgotten', t => {
  const move = { from: three[1]!.id, to: three[2]!.id, epoch: 3 as Epoch, planned: false }
  const moved = [
    { ...move, session: 'a' as SessionId, pauseMs: 20 },
    { ...move, session: 'b' as SessionId, pauseMs: 250 },
  ]
  const said = verdict(seen(three, { moved }))
  t.is(said?.tone, 'good')
  t.is(said?.details[1], 'Of the moves below 2 were failovers, after a pause of at most 250 ms.')
})

test('one request without an answer is no alarm, two are', t => {
  const once = unanswered(seen(three))
  t.is(verdict(once)?.tone, 'good')
  t.like(verdict(unanswered(once)), { tone: 'bad', title: 'No node answers.' })
})

test('nodes that live on the disk and are not reached are told, with where they are', t => {
  const told = verdict(seen(three, { awaited: ['10.0.0.1:4001'] }))
  t.is(told?.tone, 'bad')
  t.regex(
    [told?.title, ...(told?.details ?? [])].join(' '),
    /does not reach nodes that live on its disk: 10\.0\.0\.1:4001/,
  )
})

test('a node that nobody has told who its peers are says so first', t => {
  const found = verdict(seen([node(1, { state: 'self' })], { blind: true }))
  t.regex(`${found?.tone}: ${found?.title}`, /^bad: .* was never told who its peers are.*DNS_CLUSTER_QUERY/)
})
