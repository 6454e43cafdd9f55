import test from 'ava'
import type { MeshView, NodeView } from '../../../node/core/inspect.ts'
import type { Epoch, PeerId, SessionId } from '../../../protocol/ids.ts'
import type { Moved } from '../../../protocol/mesh.ts'
import { matcher, moveFields, nodeFields } from '../../../web/status/filter.ts'
import { answered, DEAD_SHOWN_MS, MOVES_MAX, NOTHING, unanswered } from '../../../web/status/history.ts'
import { boxFor, flowsOf, inOrder, placeNodes, radiusFor } from '../../../web/status/layout.ts'
import { distribution, logShare, percentile, summarize } from '../../../web/status/statistics.ts'
import { bytes, condition, duration, pause, plural, shortPeer } from '../../../web/status/words.ts'

const peer = (name: string): PeerId => `12D3KooW${name}` as PeerId
const node = (name: string, fields: Partial<NodeView> = {}): NodeView => ({
  id: peer(name),
  address: '10.0.0.1:4000',
  release: '1.0.0',
  slot: '1',
  host: 'swarm-a',
  startedAt: 0,
  load: 1,
  sessions: 1,
  players: 2,
  draining: false,
  cordoned: false,
  state: 'alive',
  ...fields,
})
const moved = (session: string, epoch: number): Moved => ({
  session: session as SessionId,
  from: peer('aaaaaa'),
  to: peer('bbbbbb'),
  epoch: epoch as Epoch,
  pauseMs: 12,
  planned: true,
})
const quarantined = { session: 'q' as SessionId, epoch: 2 as Epoch, bytes: 10, error: 'no', resolved: false }
const view = (me: string, fields: Partial<MeshView> = {}): MeshView => ({
  awaited: [],
  me: peer(me),
  blind: false,
  nodes: [node('aaaaaa'), node('bbbbbb')],
  moved: [],
  sessions: { known: 0, owned: 0, backedUp: 0, unprotected: 0, sealed: 0, paused: 0 },
  unsaved: null,
  failing: [],
  stopped: [],
  room: 'plenty',
  putOff: 0,
  quarantined: [],
  ...fields,
})

test('moves of different nodes are one list, each move once', t => {
  const first = answered(NOTHING, view('aaaaaa', { moved: [moved('s1', 3)] }), 1000)
  t.is(first.moves[0]?.heardAt, null)
  t.deepEqual(first.fresh, [])
  const second = answered(first, view('bbbbbb', { moved: [moved('s2', 5), moved('s1', 3)] }), 2000)
  t.deepEqual(
    second.moves.map(move => [move.session, move.heardAt]),
    [
      ['s2', 2000],
      ['s1', null],
    ],
  )
  t.deepEqual(
    second.fresh.map(move => move.session),
    ['s2' as SessionId],
  )
  const third = answered(second, view('aaaaaa', { moved: [moved('s1', 3)] }), 3000)
  t.is(third.moves.length, 2)
  t.deepEqual(third.fresh, [])
})

test('only so many moves are kept', t => {
  const many = Array.from({ length: MOVES_MAX + 10 }, (_, i) => moved(`s${i}`, 1))
  t.is(answered(NOTHING, view('aaaaaa', { moved: many }), 0).moves.length, MOVES_MAX)
})

test('what one node quarantined stays shown while another answers, and goes with the node', t => {
  const first = answered(NOTHING, view('aaaaaa', { quarantined: [quarantined] }), 0)
  const other = answered(first, view('bbbbbb'), 1)
  t.deepEqual(
    other.quarantined.map(one => one.node),
    [peer('aaaaaa')],
  )
  const gone = answered(other, view('bbbbbb', { nodes: [node('aaaaaa', { state: 'dead' }), node('bbbbbb')] }), 2)
  t.deepEqual(gone.quarantined, [])
  t.deepEqual(answered(first, view('aaaaaa'), 3).quarantined, [])
})

test('a node that died is shown for a while', t => {
  const nodes = [node('aaaaaa'), node('bbbbbb', { state: 'dead' })]
  const first = answered(NOTHING, view('aaaaaa', { nodes }), 1000)
  t.is(first.nodes.length, 2)
  const later = answered(first, view('aaaaaa', { nodes }), 1000 + DEAD_SHOWN_MS)
  t.deepEqual(
    later.nodes.map(one => one.id),
    [peer('aaaaaa')],
  )
  const again = answered(later, view('aaaaaa'), 2000 + DEAD_SHOWN_MS)
  t.is(again.nodes.length, 2)
})

test('failures are counted until a node answers; what was seen stays', t => {
  const seen = answered(NOTHING, view('aaaaaa'), 1000)
  const failed = unanswered(unanswered(seen))
  t.is(failed.failures, 2)
  t.is(failed.view, seen.view)
  t.is(failed.answeredAt, 1000)
  t.is(answered(failed, view('bbbbbb'), 5000).failures, 0)
})

test('a successor stands beside the node it replaces', t => {
  const nodes = [
    node('cccccc', { slot: '10', startedAt: 1 }),
    node('bbbbbb', { slot: '2', startedAt: 9 }),
    node('aaaaaa', { slot: '2', startedAt: 1 }),
    node('dddddd', { slot: '', startedAt: 0 }),
  ]
  t.deepEqual(
    inOrder(nodes).map(one => shortPeer(one.id)),
    ['oWaaaaaa', 'oWbbbbbb', 'oWcccccc', 'oWdddddd'],
  )
})

test('nodes keep inside of the drawing and apart from each other', t => {
  for (const width of [300, 390, 760, 1150]) {
    for (let count = 1; count <= 12; count++) {
      const box = boxFor(count, width)
      const points = placeNodes(count, box)
      const radius = radiusFor(points)
      t.is(points.length, count)
      for (const [i, p] of points.entries()) {
        t.true(p.x - radius > 0 && p.x + radius < box.width && p.y - radius > 0 && p.y + radius + 34 < box.height)
        for (const q of points.slice(i + 1)) t.true(Math.hypot(p.x - q.x, p.y - q.y) > 20)
      }
    }
  }
})

test('moves are drawn as flows between pairs', t => {
  const flows = flowsOf([
    { from: 'a', to: 'b' },
    { from: 'b', to: 'a' },
    { from: 'a', to: 'b' },
  ])
  t.deepEqual(flows, [
    { from: 'a', to: 'b', count: 2 },
    { from: 'b', to: 'a', count: 1 },
  ])
})

test('a filter wants every word, and finds moves by their nodes', t => {
  const nodes = new Map<string, NodeView>([[peer('bbbbbb'), node('bbbbbb', { release: '2.0.0' })]])
  const move = { ...moved('s1', 1), heardAt: null }
  t.true(matcher('')(moveFields(move, nodes)))
  t.true(matcher('BBBBBB planned')(moveFields(move, nodes)))
  t.true(matcher('2.0.0')(moveFields(move, nodes)))
  t.false(matcher('failover')(moveFields(move, nodes)))
  t.true(matcher('draining swarm-a')(nodeFields(node('aaaaaa', { draining: true }))))
  t.false(matcher('draining')(nodeFields(node('aaaaaa'))))
  t.true(matcher('draining cordoned')(nodeFields(node('aaaaaa', { draining: true, cordoned: true }))))
})

test('the worst of a node is said', t => {
  t.is(condition(node('a')), '')
  t.is(condition(node('a', { cordoned: true, draining: true })), 'draining')
  t.is(condition(node('a', { state: 'suspected', draining: true })), 'silent')
  t.is(condition(node('a', { state: 'dead' })), 'dead')
  t.is(condition(node('a', { state: 'dead', draining: true })), 'left')
})

test('numbers are short', t => {
  t.deepEqual(
    [duration(-5), duration(59_999), duration(60_000 * 61), duration(86_400_000 * 2)],
    ['0 s', '59 s', '1 h 01', '2 d 0 h'],
  )
  t.deepEqual([pause(0.84), pause(41.6), pause(1500), pause(12_300)], ['0.8 ms', '42 ms', '1.5 s', '12 s'])
  t.deepEqual([bytes(9), bytes(2048), bytes(3 * 1024 * 1024)], ['9 B', '2.0 KiB', '3.0 MiB'])
  t.deepEqual([plural(1, 'node'), plural(1200, 'node')], ['1 node', '1,200 nodes'])
})

test('a summary of pauses, and their place on the scale', t => {
  t.is(summarize([]), null)
  t.deepEqual(summarize([5, 1, 9, 3]), { median: 3, p99: 9, max: 9 })
  t.is(percentile([1, 2, 3, 4], 0.25), 1)
  t.is(logShare(0), 0)
  t.is(logShare(1), 0)
  t.is(logShare(1e9), 1)
  t.true(logShare(10) < logShare(100))
})

test('a distribution counts pauses in equal steps of the scale, and leaves out what is empty', t => {
  t.deepEqual(distribution([]), [])
  const bars = distribution([0.2, 1, 12, 15, 120])
  t.deepEqual(
    bars.map(({ from, to, count }) => [Math.round(from), Math.round(to), count]),
    [
      [1, 2, 2],
      [10, 18, 2],
      [100, 178, 1],
    ],
  )
})
