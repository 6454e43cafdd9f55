// A session was parked, and who was to mark its file as one that may be resumed died before it did: somebody else does
// [G8].
import test, { type ExecutionContext } from 'ava'
import type { Epoch } from '../../../protocol/ids.ts'
import { Hand, peer } from '../hand.ts'
import { live, says, words } from '../laid.ts'
import { look, runs } from '../mortal.ts'

/** Nobody is waited for: the backup still is one when the session is parked. */
const PARKS = { parks: true, parkAfterMs: 0 }

/** Nodes that leave at once. The session is parked, by the votes of all; A has written the file, and not marked it. */
function unmarked(names = ['A', 'B']) {
  const h = new Hand(names, PARKS)
  const session = h.session('A', 1, 'ann')
  h.command('A', 1, session, 1, 'one')
  h.pass()
  for (const name of names) if (name !== 'A') h.operate(name, 'drain')
  h.drain('A')
  live(h, 3_000, 'write')
  return { h, session }
}

const states = (h: Hand) => Object.values(h.disk.states())

/** It is marked, and they have left in order. */
function assertMarked(t: ExecutionContext, h: Hand, ...left: readonly string[]) {
  t.deepEqual(states(h), ['parked'])
  for (const name of left) t.is(h.exits.get(peer(name)), true)
}

/** What whoever starts next goes on with. */
function next(h: Hand) {
  h.join('C', PARKS)
  h.disk.scan(peer('C'))
  live(h, 500)
  return [...h.node('C').context.store.running].map(session => words(h, session))
}

test('[G8] [E8] who voted for a park stays until the file says that it may be resumed', t => {
  const { h } = unmarked()
  t.deepEqual(states(h), ['parking'])
  t.deepEqual([...h.exits], [])
  live(h, 500)
  assertMarked(t, h, 'A', 'B')
})

test('[G8] on a disk that both share the backup marks the file', t => {
  const { h } = unmarked()
  h.kill('A')
  live(h, 500)
  assertMarked(t, h, 'B')
  t.deepEqual(next(h), [['one']])
})

test('[G8] on a disk of its own the backup saves what it has, and may not be the only one', t => {
  const { h } = unmarked()
  h.kill('A')
  h.disk.files.clear()
  live(h, 500)
  t.is(h.exits.get(peer('B')), true)
  t.deepEqual(states(h), ['checkpoint'])
  t.deepEqual(next(h), [])
  look(h, ['C'], 2_000)
  t.deepEqual(
    runs(h, 'C').map(session => words(h, session)),
    [['one']],
  )
})

test('[G8] a file that was marked and taken before is left alone', t => {
  const { h } = unmarked()
  h.disk.work('mark')
  h.kill('A')
  t.deepEqual(next(h), [['one']])
  live(h, 500)
  t.is(h.exits.get(peer('B')), true)
  t.deepEqual(states(h), ['taken'])
})

test('[G8] who decides a park and dies before it tells is spoken for', t => {
  const { h, session } = unmarked()
  h.join('D')
  h.drop()
  t.is(h.config('D', session), null)
  h.kill('A')
  h.wait(500, l => l.from === peer('B'))
  t.is(h.config('D', session)?.owner, null)
})

test('[G8] who wrote the file tells the others by itself when it is marked', t => {
  const { h } = unmarked()
  h.disk.work('mark')
  h.pass(l => l.from === peer('A'))
  h.wait(20)
  t.is(h.exits.get(peer('B')), true)
})

/** A's disk has failed. */
function failing() {
  const { h, session } = unmarked()
  const file = h.config('B', session)!.parked!
  h.disk.forget(peer('A'))
  h.event(peer('A'), { kind: 'marked', file, error: 'EIO', absent: false })
  return { h, file }
}

test('[G8] a file that could not be marked is tried again', t => {
  const { h } = failing()
  t.deepEqual(states(h), ['parking'])
  live(h, 1_500)
  assertMarked(t, h, 'A', 'B')
})

test('[G8] who says bye at its deadline with a file unmarked has not seen to it', t => {
  const { h } = failing()
  for (let passed = 0; passed < 60_000 && !h.exits.has(peer('A')); passed += 100) {
    h.disk.forget(peer('A'))
    h.wait(100)
  }
  t.is(h.exits.get(peer('A')), false)
  live(h, 1_000)
  assertMarked(t, h, 'B')
})

test('[G8] who leaves at its own deadline marks what was left to another, and saves what it has', t => {
  const { h } = unmarked()
  h.kill('A', [])
  h.drain('B')
  h.wait(60_000)
  t.is(h.exits.get(peer('B')), false)
  h.disk.work()
  t.deepEqual(states(h), ['parked', 'checkpoint'])
  t.deepEqual(next(h), [['one']])
})

test('[G8] a witness whose disk fails does not stay for that', t => {
  const { h, session } = unmarked(['A', 'B', 'C'])
  const { waits } = h.node('B').context
  const witness = waits.get(session)?.entrusted?.copy ? 'C' : 'B'
  h.kill('A')
  h.wait(30)
  h.disk.forget(peer(witness))
  const file = h.config('B', session)!.parked!
  h.event(peer(witness), { kind: 'marked', file, error: 'EROFS', absent: false })
  live(h, 2_000)
  assertMarked(t, h, witness)
})

test('[G8] who has missed epochs before the end saves nothing of it', t => {
  const h = new Hand(['A', 'B'], PARKS)
  const session = h.session('A', 1, 'ann')
  const config = { session, epoch: 7 as Epoch, owner: null, backups: [], voters: [], parked: `${session}-6-2` }
  says(h, 'B', 'C', { kind: 'decided', config })
  h.kill('A')
  live(h, 500)
  t.deepEqual(h.disk.states(), {})
})
