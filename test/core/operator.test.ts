// What operators may tell a node, and what comes of it: cordon, drain, and the taking back of both.
import test from 'ava'
import { Hand, is, peer, without } from './hand.ts'
import { laid, live, words } from './laid.ts'

const owned = (h: Hand, name: string) => h.node(name).context.store.running.size
const seenAt = (h: Hand, by: string, name: string) =>
  h
    .node(by)
    .inspect()
    .nodes.find(({ id }) => id === name)

test('a cordon is seen by all, and may be said twice', t => {
  const h = new Hand(['A', 'B', 'C'])
  t.true(h.operate('A', 'cordon')?.ok)
  h.pass()
  t.true(seenAt(h, 'B', 'A')?.cordoned)
  t.regex(h.operate('A', 'cordon')!.text, /already/)
  t.regex(h.operate('A', 'uncordon')!.text, /takes sessions/)
  h.pass()
  t.false(seenAt(h, 'B', 'A')?.cordoned)
  t.true(h.operate('A', 'uncordon')?.ok)
})

test('a leaving node passes over a cordoned one', t => {
  const h = new Hand(['A', 'B', 'C'])
  const sessions = [1, 2, 3, 4].map(n => h.session('A', n, `p${n}`))
  h.operate('B', 'cordon')
  h.pass()
  h.drain('A')
  h.wait(3_000)
  t.deepEqual([...new Set(sessions.map(session => h.owner(session)))], ['C'])
})

test('[G3] a leaving node would rather give to a cordoned one than lose its sessions', t => {
  const { h, session } = laid(['A', 'B', 'C'])
  for (const name of ['B', 'C']) h.operate(name, 'cordon')
  h.pass()
  h.drain('A')
  h.wait(5_000)
  t.not(h.owner(session), null)
  t.not(h.owner(session), 'A')
  t.is(h.exits.get(peer('A')), true)
})

test("[E8] an operator's drain hands all over, and the node leaves", t => {
  const { h, session } = laid()
  h.command('A', 1, session, 1, 'x')
  h.pass()
  t.regex(h.operate('A', 'drain')!.text, /1 session/)
  t.regex(h.operate('A', 'drain')!.text, /drains already/)
  h.wait(5_000)
  t.is(h.exits.get(peer('A')), true)
  t.deepEqual(words(h, session), ['x'])
})

test("[G3] an operator's drain has no deadline: what nobody takes goes on", t => {
  const { h, session } = laid()
  h.operate('A', 'drain')
  h.wait(200_000, l => !is('claim', 'held')(l))
  t.is(h.exits.get(peer('A')), undefined)
  h.wait(10_000)
  t.is(h.exits.get(peer('A')), true)
  t.not(h.owner(session), 'A')
})

test('[G3] a drain that would lose sessions is refused, and changes nothing', t => {
  const h = new Hand(['A', 'B'])
  const session = h.session('A', 1, 'ann')
  h.operate('B', 'cordon')
  h.pass()
  const refused = h.operate('A', 'drain')
  t.like(refused, { ok: false, code: 'nobody-to-take' })
  t.false(h.node('A').context.draining)
  t.is(h.last('A', 1, 'goaway'), undefined)
  h.kill('B')
  t.like(h.operate('A', 'drain'), { ok: false, code: 'nobody-to-take' })
  h.wait(5_000)
  t.is(h.owner(session), 'A')
})

test('[G8] alone with a disk, a drained node parks its session', t => {
  const h = new Hand(['A'], { parks: true, parkAfterMs: 1_000 })
  h.session('A', 1, 'ann')
  t.regex(h.operate('A', 'drain')!.text, /STATE_DIR/)
  live(h, 4_000)
  t.deepEqual(Object.values(h.disk.states()), ['parked'])
  t.is(h.exits.get(peer('A')), true)
})

test('[E8] a drain that an operator began is taken back, and all see it', t => {
  const h = new Hand(['A', 'B', 'C'], { handoffWindow: 1 })
  const sessions = Array.from({ length: 20 }, (_, n) => h.session('A', n + 1, `p${n}`))
  h.operate('A', 'drain')
  while (owned(h, 'A') > 15) h.deliver(h.net.shift()!)
  t.true(seenAt(h, 'B', 'A')?.draining)
  t.regex(h.operate('A', 'cancel-drain')!.text, /goes on with the \d+ sessions/)
  h.wait(60_000)
  t.is(h.exits.get(peer('A')), undefined, 'no deadline of it is left')
  t.true(owned(h, 'A') >= 10, `${owned(h, 'A')}`)
  for (const by of ['A', 'B', 'C']) t.false(seenAt(h, by, 'A')?.draining)
  for (const session of sessions) t.not(h.owner(session), null)
  t.like(h.operate('A', 'cancel-drain'), { ok: false, code: 'not-draining' })
  h.drain('A')
  h.wait(10_000)
  t.is(h.exits.get(peer('A')), true)
  t.deepEqual(h.broken(), [])
})

test('[E8] a drain that a signal began is not taken back', t => {
  const { h } = laid()
  h.drain('A')
  t.like(h.operate('A', 'cancel-drain'), { ok: false, code: 'drain-final' })
  t.true(h.node('A').context.draining)
  h.wait(5_000)
  t.is(h.exits.get(peer('A')), true)
})

test("[E8] a signal makes an operator's drain final, and gives it the whole deadline", t => {
  const { h } = laid()
  h.operate('A', 'drain')
  h.wait(40_000, l => !is('claim', 'held')(l))
  h.drain('A')
  t.like(h.operate('A', 'cancel-drain'), { ok: false, code: 'drain-final' })
  h.wait(49_000, l => !is('claim', 'held')(l))
  t.is(h.exits.get(peer('A')), undefined)
  h.wait(2_000, l => !is('claim', 'held')(l))
  t.is(h.exits.get(peer('A')), false)
})

test('[E8] a drain after one that was taken back has its own deadline', t => {
  const { h } = laid()
  h.operate('A', 'drain')
  h.drop()
  h.operate('A', 'cancel-drain')
  h.wait(40_000)
  h.drain('A')
  h.wait(20_000, l => !is('claim', 'held')(l))
  t.is(h.exits.get(peer('A')), undefined)
})

test('[G8] a session that was on its way to the disk goes on where the drain is taken back', t => {
  const h = new Hand(['A', 'B'], { parks: true, parkAfterMs: 0 })
  const session = h.session('A', 1, 'ann')
  h.command('A', 1, session, 1, 'x')
  h.pass()
  h.wait(2_000, without('B'))
  h.operate('A', 'drain')
  t.is(h.node('A').context.files.parking.size, 1)
  t.true(h.operate('A', 'cancel-drain')?.ok)
  h.disk.work()
  h.wait(1_000, without('B'))
  live(h, 3_000)
  t.not(h.owner(session), null)
  t.deepEqual(words(h, session), ['x'])
  t.deepEqual(h.disk.states(), {})
})

test('a file that was not needed before it was written goes as well', t => {
  const h = new Hand(['A'], { parks: true, parkAfterMs: 1_000 })
  const session = h.session('A', 1, 'ann')
  h.operate('A', 'drain')
  h.wait(1_500)
  h.operate('A', 'cancel-drain')
  h.wait(500)
  t.is(h.owner(session), 'A')
  h.disk.work('discard')
  live(h, 500)
  t.deepEqual(h.disk.states(), {})
})
