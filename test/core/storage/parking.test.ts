// What becomes of sessions that no other node can take: they wait on a disk, and go on from there [G8].
import test from 'ava'
import type { Game } from '../../../node/core/game.ts'
import type { ClientId, SessionId } from '../../../protocol/ids.ts'
import { Hand, is, peer, without } from '../hand.ts'
import { live, not, words } from '../laid.ts'
import { tally } from '../tally.ts'

const PARKS = { parks: true, parkAfterMs: 1_000 }

/** Of all files of the session. */
const statesOf = (h: Hand, session: string) =>
  [...h.disk.files.values()].flatMap(f => (f.saving.session === session ? [f.state] : []))

/** A session of ann's with one word said, on a node that is alone. */
function alone() {
  const h = new Hand(['A'], PARKS)
  const session = h.session('A', 1, 'ann')
  h.command('A', 1, session, 1, 'one')
  h.pass()
  return { h, session }
}

test('[G8] a node with nobody to hand to parks its session, and who starts next goes on from there', t => {
  const { h, session } = alone()
  h.drain('A')
  live(h, 900)
  t.deepEqual(h.disk.states(), {}, 'somebody may still come')
  live(h, 3_000)
  t.deepEqual(Object.values(h.disk.states()), ['parked'])
  t.is(h.exits.get(peer('A')), true)

  h.join('B', { parks: true })
  h.disk.scan(peer('B'))
  live(h, 500)
  const [resumed] = h.node('B').context.store.running
  t.not(resumed, session)
  t.deepEqual(words(h, resumed!), ['one'])
  t.deepEqual(Object.values(h.disk.states()), ['taken'])

  h.open('B', 2, 'ann')
  h.hello('B', 2, session, 'ann-tab')
  t.is(h.last('B', 2, 'error')?.code, 'another-incarnation')
  t.is(h.last('B', 2, 'error')?.as, resumed)
  h.hello('B', 2, resumed!, 'ann-again', 'ann-tab')
  t.is(h.last('B', 2, 'welcome')?.last as number, 1)
})

test('[G8] who asks for a parked session that is being resumed, and waits for its backup, is told so', t => {
  const { h, session } = alone()
  h.drain('A')
  live(h, 4_000)
  h.join('B', { parks: true })
  h.join('C', { parks: true })
  h.disk.scan(peer('B'))
  h.disk.work()
  h.wait(500, not(is('confirm')))
  const [resumed] = h.node('B').context.store.running
  t.is(h.config('C', resumed!)?.epoch as number, 1)
  h.open('C', 2, 'ann')
  h.say('C', 2, { kind: 'hello', session, client: 'ann-tab' as ClientId, replaces: '' as ClientId })
  h.pass(not(is('confirm')))
  t.like(h.last('C', 2, 'paused'), { session })
  live(h, 1_000)
  t.like(h.last('C', 2, 'error'), { code: 'another-incarnation', as: resumed })
})

test('[G8] a parked session is resumed by one node only', t => {
  const { h } = alone()
  h.drain('A')
  live(h, 2_000)
  h.join('B', { parks: true })
  h.join('C', { parks: true })
  h.disk.scan(peer('B'))
  h.disk.scan(peer('C'))
  live(h, 500)
  const owned = ['B', 'C'].map(name => h.node(name).context.store.running.size)
  t.deepEqual(owned.sort(), [0, 1])
})

test('[G8] where all leave at once, their sessions are parked once each, by their owners', t => {
  const h = new Hand(['A', 'B', 'C'], PARKS)
  const session = h.session('A', 1, 'ann')
  for (const name of ['A', 'B', 'C']) h.drain(name)
  live(h, 4_000)
  t.deepEqual(
    ['A', 'B', 'C'].map(name => h.exits.get(peer(name))),
    [true, true, true],
  )
  t.deepEqual(Object.values(h.disk.states()), ['parked'])
  t.true(Object.keys(h.disk.states())[0]!.startsWith(session))
  t.deepEqual(h.broken(), [])
})

test('[G8] who comes while the disk still writes takes the session, and the file goes', t => {
  const { h, session } = alone()
  h.drain('A')
  h.wait(1_500)
  h.join('B', { parks: true })
  h.wait(1_000)
  t.is(h.owner(session), 'B')
  h.disk.work()
  t.deepEqual(h.disk.states(), {})
  t.deepEqual(words(h, session), ['one'])
})

test('[G8] what cannot be decided is written as unsure, no program resumes it, and the exit says so', t => {
  const h = new Hand(['A', 'B'], { ...PARKS, drainDeadlineMs: 20_000 })
  const session = h.session('A', 1, 'ann')
  h.drain('A')
  for (let passed = 0; passed < 21_000; passed += 100) {
    h.wait(100, without('B'))
    h.disk.work()
  }
  h.disk.work()
  t.is(h.exits.get(peer('A')), false)
  t.true(statesOf(h, session).includes('unsure'))
  h.disk.scan(peer('B'))
  h.disk.work()
  t.is(h.node('B').context.store.running.size, 0)
})

test('[G8] a full disk is told of, and tried again', t => {
  const { h, session } = alone()
  h.disk.full = 'ENOSPC: no space left'
  h.drain('A')
  live(h, 3_000)
  t.is(h.exits.get(peer('A')), undefined)
  t.true(h.notes.some(({ note }) => note.name === 'unwritten'))
  h.disk.full = null
  live(h, 1_000)
  t.deepEqual(statesOf(h, session), ['parked'])
  t.is(h.exits.get(peer('A')), true)
})

test('[G8] the clock goes on with the time it had left', t => {
  const { h } = alone()
  h.drain('A')
  live(h, 2_000)
  h.wait(100_000)
  h.join('B', { parks: true })
  h.disk.scan(peer('B'))
  live(h, 200)
  const [resumed] = h.node('B').context.store.running
  const left = h.node('B').context.store.members.get(resumed!)!.running!.remainingMs(h.now)!
  t.true(left > 8_000 && left < 10_000, `${left}`)
})

test('[G7] [G8] a file that this release cannot read is left for one that can', t => {
  const { h } = alone()
  h.drain('A')
  live(h, 3_000)
  h.join('B', { parks: true }, { ...tally, reads: [9], writes: [9] } as Game)
  h.disk.scan(peer('B'))
  live(h, 300)
  h.disk.scan(peer('B'))
  live(h, 300)
  t.is(h.node('B').inspect().quarantined.length, 1)
  t.deepEqual(Object.values(h.disk.states()), ['parked'])
  h.kill('B')
  h.join('C', { parks: true })
  h.disk.scan(peer('C'))
  live(h, 300)
  t.is(h.node('C').context.store.running.size, 1)
})

test('[G8] a node that did not hear of the end resumes the session all the same, and asks the dead owner for nothing', t => {
  const h = new Hand(['A', 'B'], { ...PARKS, backups: 0 })
  const session = h.session('A', 1, 'ann')
  const before = h.config('B', session)
  h.drain('A')
  for (let passed = 0; passed < 5_000; passed += 100) {
    h.wait(100, without('B'))
    h.disk.work()
  }
  h.drop()
  t.deepEqual(h.config('B', session), before)
  h.disk.scan(peer('B'))
  live(h, 500)
  h.open('B', 2, 'ann')
  h.hello('B', 2, session, 'ann-tab')
  t.is(h.last('B', 2, 'error')?.code, 'another-incarnation')
  h.open('B', 3, 'bob')
  h.joinGame('B', 3, h.last('A', 1, 'created')!.code)
  t.is(h.last('B', 3, 'joined')?.session, h.last('B', 2, 'error')?.as)
})

test('[G8] a file may be resumed only once its session is parked by a vote', t => {
  const h = new Hand(['A', 'B'], PARKS)
  h.session('A', 1, 'ann')
  h.drain('A')
  for (let passed = 0; passed < 5_000; passed += 100) {
    h.wait(100, without('B'))
    h.disk.work()
  }
  t.deepEqual(Object.values(h.disk.states()), ['parking'])
})

test('[G8] a node stays until its files say that they may be resumed', t => {
  const { h } = alone()
  h.drain('A')
  live(h, 5_000, 'write')
  t.is(h.exits.get(peer('A')), undefined)
  live(h, 200)
  t.is(h.exits.get(peer('A')), true)
  t.deepEqual(Object.values(h.disk.states()), ['parked'])
})

test('[G8] of two incarnations that were parked before they met one goes on', t => {
  const { h, session } = alone()
  h.drain('A')
  live(h, 4_000)
  const [name, parked] = [...h.disk.files][0]!
  h.disk.files.delete(name)
  for (const maker of ['X', 'Y']) {
    const saving = { ...parked.saving, session: `${session}.2.${maker}` as SessionId, file: maker }
    h.disk.files.set(maker, { ...parked, saving })
  }
  h.join('B', PARKS)
  for (let looks = 0; looks < 3; looks++) {
    h.disk.scan(peer('B'))
    live(h, 500)
  }
  t.deepEqual(
    h.notes.flatMap(({ note }) => (note.name === 'resumed' ? [note.from] : [])),
    [`${session}.2.Y` as SessionId],
  )
  t.deepEqual(h.disk.states(), { X: 'parked', Y: 'taken' })
})
