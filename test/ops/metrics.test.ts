import test from 'ava'
import type { MeshView, NodeView } from '../../node/core/inspect.ts'
import { createMetrics } from '../../node/ops/metrics.ts'
import type { Epoch, PeerId, SessionId } from '../../protocol/ids.ts'

const [p, q, r] = ['p' as PeerId, 'q' as PeerId, 'r' as PeerId]
const session = 'session-1' as SessionId
const epoch = 3 as Epoch

const node = (id: PeerId, state: NodeView['state']): NodeView => ({
  id,
  state,
  address: '',
  release: '1',
  slot: '',
  host: '',
  startedAt: 0,
  draining: false,
  cordoned: false,
  load: 7.5,
  sessions: 4,
  players: 9,
})

const view: MeshView = {
  awaited: [],
  me: p,
  blind: false,
  nodes: [node(p, 'self'), node(q, 'alive'), node(r, 'dead')],
  moved: [],
  sessions: { known: 12, owned: 4, backedUp: 3, unprotected: 1, sealed: 0, paused: 0 },
  unsaved: { sessions: 2, oldestMs: 7_500 },
  failing: [],
  stopped: [],
  room: 'plenty',
  putOff: 0,
  quarantined: [
    { session, epoch, bytes: 10, error: 'schema 9', resolved: false },
    { session: 'session-2' as SessionId, epoch, bytes: 10, error: 'schema 9', resolved: true },
  ],
}

const has = test.macro(async (t, lines: readonly string[]) => {
  const metrics = createMetrics()
  metrics.observe({ name: 'stale', what: 'offer', session, from: q })
  metrics.observe({ name: 'stale', what: 'claim', session, from: q })
  metrics.observe({ name: 'moved', moved: { session, epoch, from: p, to: q, pauseMs: 20, planned: true } })
  metrics.sample({ view, sockets: 5, busy: 0.25 })
  const text = await metrics.text()
  for (const line of lines) t.true(text.split('\n').includes(line), line)
})

test('notes are counted by name', has, ['minotaur_notes_total{name="stale"} 2', 'minotaur_notes_total{name="moved"} 1'])
test('a move is counted and its pause measured', has, [
  'minotaur_moved_total{planned="yes"} 1',
  'minotaur_moved_total{planned="no"} 0',
  'minotaur_handoff_pause_seconds_bucket{le="0.01",planned="yes"} 0',
  'minotaur_handoff_pause_seconds_bucket{le="0.025",planned="yes"} 1',
  'minotaur_handoff_pause_seconds_sum{planned="yes"} 0.02',
  'minotaur_handoff_pause_seconds_count{planned="no"} 0',
])
test('a sample sets the gauges', has, [
  'minotaur_sessions{part="owned"} 4',
  'minotaur_sessions{part="unprotected"} 1',
  'minotaur_peers{state="alive"} 1',
  'minotaur_peers{state="suspected"} 0',
  'minotaur_peers{state="dead"} 1',
  'minotaur_sockets 5',
  'minotaur_sockets_signed_in 9',
  'minotaur_load 7.5',
  'minotaur_event_loop_busy 0.25',
  'minotaur_quarantined 1',
  'minotaur_unsaved_seconds 7.5',
])

test('the process tells of itself, and every line bears the labels given', async t => {
  const text = await createMetrics({ release: '7' }).text()
  t.regex(text, /^process_resident_memory_bytes\{release="7"\} \d+/m)
  t.regex(text, /^nodejs_eventloop_lag_seconds\{release="7"\} /m)
})
