// A session was parked, and who was to mark its file as one that may be resumed died before it did: somebody else does [G8].
import test from 'ava'
import { Hand, peer } from './hand.ts'
import { live, words } from './laid.ts'
import { look, runs } from './mortal.ts'

/** Nobody is waited for: the backup still is one when the session is parked. */
const PARKS = { parks: true, parkAfterMs: 0 }

/** Two nodes that leave at once. The session is parked, by the votes of both; A has written the file, and not marked it. */
function unmarked() {
  const h = new Hand(['A', 'B'], PARKS)
  const session = h.session('A', 1, 'ann')
  h.command('A', 1, session, 1, 'one')
  h.pass()
  h.operate('B', 'drain')
  h.drain('A')
  for (let passed = 0; passed < 3_000; passed += 100) {
    h.wait(100)
    h.disk.work('write')
  }
  return { h, session }
}

const states = (h: Hand) => Object.values(h.disk.states())

/** What whoever starts next goes on with. */
function next(h: Hand) {
  h.join('C', PARKS)
  h.disk.scan(peer('C'))
  live(h, 500)
  return [...h.node('C').context.store.running].map(session => words(h, session))
}

test('[G8] [E8] who voted for a park stays until the file says that it may be resumed', t => {
  const { h } = unmarked()
  t.deepEqual(states(h), ['writing'])
  t.deepEqual([...h.exits], [])
  live(h, 500)
  t.deepEqual(states(h), ['parked'])
  t.deepEqual(
    ['A', 'B'].map(name => h.exits.get(peer(name))),
    [true, true],
  )
})

test('[G8] on a disk that both share the backup marks the file', t => {
  const { h } = unmarked()
  h.kill('A')
  live(h, 500)
  t.is(h.exits.get(peer('B')), true)
  t.deepEqual(states(h), ['parked'])
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
