// Of all files of a session the one that knows most counts, whatever its ending [G8].
import test, { type ExecutionContext } from 'ava'
import type { SessionId } from '../../../protocol/ids.ts'
import type { FileState } from '../../simulation/simulator/files.ts'
import { Hand, peer } from '../hand.ts'
import { live, words } from '../laid.ts'
import { allDie, look, PARKS, runs, say, two } from '../mortal.ts'

const AT_ONCE = { ...PARKS, parkAfterMs: 0 }

/** Ann's session was parked with one word, resumed by B, and has gone on with two more, of which C has a copy, until
 *  all died. */
function putBack() {
  const h = new Hand(['A'], AT_ONCE)
  const session = h.session('A', 1, 'ann')
  say(h, session, 1, 'one')
  h.drain('A')
  live(h, 3_000)
  const backup = structuredClone([...h.disk.files][0]!)
  for (const name of ['B', 'C']) h.join(name)
  h.disk.scan(peer('B'))
  live(h, 500)
  const [incarnation] = runs(h, 'B')
  h.open('B', 1, 'ann')
  h.hello('B', 1, incarnation!, 'ann-again', 'ann-tab')
  h.command('B', 1, incarnation!, 2, 'two')
  h.command('B', 1, incarnation!, 3, 'three')
  h.pass()
  look(h, ['B', 'C'], 3_000)
  return { h, session, incarnation: incarnation!, putBack: () => h.disk.files.set(...backup) }
}

function assertGoesOn(t: ExecutionContext, h: Hand, name: string, expected: readonly string[]): SessionId {
  const [incarnation, ...more] = runs(h, name)
  t.deepEqual(more, [])
  t.deepEqual(words(h, incarnation!), expected)
  return incarnation!
}

test('[G8] an old file that was put back while its session goes on does no harm, also once all nodes have died', t => {
  const { h, incarnation, putBack: restore } = putBack()
  restore()
  look(h, ['B', 'C'], 2_000)
  t.deepEqual([...runs(h, 'B'), ...runs(h, 'C')], [incarnation])
  allDie(h, ['B', 'C'])
  const before = h.notes.length
  h.join('D', { backups: 0 })
  look(h, ['D'], 4_000)
  const next = assertGoesOn(t, h, 'D', ['one', 'two', 'three'])
  const begun = h.notes.slice(before).filter(({ note }) => note.name === 'resumed')
  t.is(begun.length, 1, 'and from no other file before')
  h.open('D', 1, 'ann')
  h.hello('D', 1, incarnation, 'ann-again')
  t.like(h.last('D', 1, 'error'), { code: 'another-incarnation', as: next, savedAt: 0 })
})

for (const state of ['taken', 'unsure', 'parking'] as const satisfies readonly FileState[]) {
  test(`[G8] where what counts is a file that is ${state}, a session goes on from that`, t => {
    const { h, incarnation, putBack: restore } = putBack()
    const [name, copy] = [...h.disk.files].find(([, file]) => file.saving.session === incarnation)!
    h.disk.files.delete(name)
    h.disk.files.set(state === 'unsure' ? `${copy.saving.file} unsure` : copy.saving.file, { ...copy, state })
    restore()
    allDie(h, ['B', 'C'])
    h.join('D', { backups: 0 })
    look(h, ['D'], 600)
    t.deepEqual(runs(h, 'D'), [], 'somebody may know more')
    look(h, ['D'], 4_000)
    assertGoesOn(t, h, 'D', ['one', 'two', 'three'])
  })
}

test('[G8] where the only file is one that players have seen more than, they are told so', t => {
  const { h, session, incarnation, putBack: restore } = putBack()
  h.disk.files.clear()
  restore()
  allDie(h, ['B', 'C'])
  h.join('D', { backups: 0 })
  look(h, ['D'], 1_000)
  const next = assertGoesOn(t, h, 'D', ['one'])
  h.open('D', 1, 'ann')
  h.hello('D', 1, incarnation, 'ann-again')
  t.like(h.last('D', 1, 'error'), { code: 'another-incarnation', as: next, savedAt: 0 })
  h.open('D', 2, 'ann')
  h.hello('D', 2, session, 'ann-tab')
  t.like(h.last('D', 2, 'error'), { code: 'another-incarnation', as: next })
  t.is(h.last('D', 2, 'error')?.savedAt, undefined, 'it was parked as they saw it last')
})

/** A and B go on with a session, and C, which saw nobody, has begun it a second time from a copy; then all die. */
function twice(rounds: { readonly first: number; readonly second: number }) {
  const { h, session } = two()
  live(h, 2_000)
  h.join('C', { ...PARKS, backups: 0 })
  h.drop()
  const apart = ({ from, to }: { from: string; to: string }) => (from === 'C') === (to === 'C')
  for (let passed = 0; passed < 2_000; passed += 200) {
    h.disk.scan(peer('C'))
    h.wait(200, apart)
    h.disk.work()
  }
  const [incarnation] = runs(h, 'C')
  h.open('C', 1, 'ann')
  h.hello('C', 1, incarnation!, 'ann-there', 'ann-tab')
  for (let n = 2; n < 2 + rounds.first; n++) say(h, session, n, `first ${n}`)
  for (let n = 2; n < 2 + rounds.second; n++) {
    h.command('C', 1, incarnation!, n, `second ${n}`)
    h.pass(apart)
  }
  for (let passed = 0; passed < 3_000; passed += 100) {
    h.wait(100, apart)
    h.disk.work()
  }
  allDie(h, ['A', 'B', 'C'])
  h.join('D', { ...PARKS, backups: 0 })
  look(h, ['D'], 4_000)
  return h
}

test('[G8] of two histories that were begun from one copy the one with more acknowledged goes on after all have died', t => {
  assertGoesOn(t, twice({ first: 4, second: 1 }), 'D', ['one', 'first 2', 'first 3', 'first 4', 'first 5'])
  assertGoesOn(t, twice({ first: 1, second: 2 }), 'D', ['one', 'second 2', 'second 3'])
})

test('[G8] the file that a session went on from goes when a copy of its next incarnation is there', t => {
  const { h } = putBack()
  t.deepEqual(Object.values(h.disk.states()), ['checkpoint'])
  t.like(h.notes.find(({ note }) => note.name === 'removed')?.note, { why: 'superseded' })
})
