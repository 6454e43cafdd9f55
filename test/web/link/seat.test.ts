// Transcripts of who holds a seat: taking it, losing it to another tab, taking it back.
import test from 'ava'
import type { ClientId, Seq, SessionId } from '../../../protocol/ids.ts'
import { ack, at, error, GAME, Hand, ready, update } from './hand.ts'

const TAB = 'the-other-tab' as ClientId
const held = (fields = {}) =>
  error('seat-held', { session: GAME, holder: TAB, replaced: false, ...at(1, 1), ...fields })

function entering(): Hand {
  const h = new Hand()
  h.on({ kind: 'start' })
  h.on({ kind: 'enter', session: GAME })
  h.open(1)
  h.hear(1, ready())
  return h
}

test('[P7] a seat that is held is asked for again at once, in the place of the holder that was told', t => {
  const h = entering()
  t.deepEqual(h.hear(1, held(), held()), ['1: hello A replaces B'])
  t.deepEqual(h.hear(1, h.welcome({ client: h.names[0]!, last: 3 as Seq })), [])
  t.true(h.link.state.session?.held)
  t.deepEqual(h.act('go'), ['1: command 4'])
})

test('[P7] a welcome to another client says nothing', t => {
  const h = entering()
  h.hear(1, h.welcome({ client: TAB }))
  t.false(h.link.state.session?.held)
})

test('[P13] who was welcomed and is told of another holder was replaced, and stops', t => {
  const h = new Hand().enter()
  h.act(1)
  h.act(2)
  t.deepEqual(h.hear(1, update(1, 1), held({ replaced: true, ...at(1, 5) })), [
    'dropped 1 seat-held',
    'dropped 2 seat-held',
    'close 1',
  ])
  t.is(h.link.state.status, 'replaced')
  t.deepEqual(h.link.state.session?.view, { version: 1 }, 'the last view stays')
  t.deepEqual(h.wait(60_000), [], 'no ping-pong between two tabs')
  t.deepEqual(h.act(3), ['dropped unsent seat-held'])
})

test('[P13] who was replaced before any welcome arrived stops as well', t => {
  const h = entering()
  t.deepEqual(h.hear(1, held({ replaced: true })), ['close 1'])
  t.is(h.link.state.status, 'replaced')
})

test('[P13] only the player brings a replaced client back, as a new one that names the holder', t => {
  const h = new Hand().enter()
  h.act(1)
  h.hear(1, update(1, 4), held({ replaced: true, ...at(1, 5) }))
  t.deepEqual(h.on({ kind: 'take-seat' }), ['connect 2'])
  t.is(h.link.state.status, 'connecting')
  t.deepEqual(h.open(2), ['2: auth, hello B replaces C'])
  t.deepEqual(h.hear(2, ready(), update(1, 3)), [], 'older than what was shown')
  t.deepEqual(h.link.state.session?.view, { version: 4 })
  h.hear(2, h.welcome({ client: h.names[1]!, ...at(1, 9), last: 6 as Seq }))
  t.deepEqual(h.act('again'), ['2: command 7'])
  t.deepEqual(h.on({ kind: 'take-seat' }), [], 'held already')
})

test('[P13] a replaced client may go elsewhere', t => {
  const h = new Hand().enter()
  h.hear(1, held({ replaced: true, ...at(1, 5) }))
  t.deepEqual(h.on({ kind: 'enter', session: 'other' as SessionId }), ['connect 2'])
  t.deepEqual(h.open(2), ['2: auth, hello B replaces nobody'])
})

test('[P7] a refusal from a state older than what was seen is ignored', t => {
  const h = new Hand().enter()
  h.hear(1, update(2, 7))
  t.deepEqual(h.hear(1, held({ replaced: true, ...at(2, 6) }), held({ replaced: true, ...at(1, 9) })), [])
  t.is(h.link.state.status, 'online')
  t.deepEqual(h.hear(1, held({ replaced: true, ...at(2, 7) })), ['close 1'])
})

test('[P7] a refusal that names ourselves is ignored', t => {
  const h = new Hand().enter()
  t.deepEqual(h.hear(1, held({ holder: h.names[0]!, ...at(9, 9) })), [])
})

test('[P11] a view never goes back, in version or epoch, nor behind what was acknowledged', t => {
  const h = new Hand().enter()
  h.hear(1, update(1, 5), update(1, 4), update(2, 5), update(1, 9))
  t.deepEqual(h.link.state.session?.view, { version: 5 })
  t.is(h.link.state.session?.epoch, 2 as never)
  h.act(1)
  h.hear(1, ack(1, at(2, 8)), update(2, 7))
  t.deepEqual(h.link.state.session?.view, { version: 5 })
  h.hear(1, update(2, 8, { remainingMs: 900, owner: 'n2' }))
  const { view, remainingMs, receivedAt, moves } = h.link.state.session!
  t.deepEqual(
    { view, remainingMs, receivedAt, moves },
    { view: { version: 8 }, remainingMs: 900, receivedAt: h.now, moves: 1 },
  )
})

test('[P12] a pause is shown until something moves on', t => {
  const h = new Hand().enter()
  h.hear(1, update(1, 2), { kind: 'paused', session: GAME, why: 'no backup' })
  t.is(h.link.state.session?.paused, 'no backup')
  h.hear(1, update(1, 1))
  t.is(h.link.state.session?.paused, 'no backup', 'an old view is no news')
  h.hear(1, update(1, 2))
  t.is(h.link.state.session?.paused, null)
})

test('[P17] who leaves is told nothing more, and what waits is given up', t => {
  const h = new Hand().enter()
  h.act(1)
  t.deepEqual(h.on({ kind: 'leave' }), ['dropped 1 not-attached', '1: leave'])
  h.hear(1, update(1, 5), ack(1))
  t.is(h.link.state.session, null)
  t.deepEqual(h.act(2), ['dropped unsent not-attached'])
})

test('[P17] a session that is over stays as it was last seen, and is said nothing more', t => {
  const h = new Hand().enter()
  h.act(1)
  t.deepEqual(h.hear(1, update(1, 3), error('session-over', { session: GAME })), ['dropped 1 session-over'])
  t.true(h.link.state.session?.over)
  t.deepEqual(h.link.state.session?.view, { version: 3 })
  t.deepEqual(h.act(2), ['dropped unsent session-over'])
  t.deepEqual(h.wait(5_100), ['1: ping'])
})
