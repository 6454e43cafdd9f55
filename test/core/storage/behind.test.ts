// A file that was away, and holds more than the incarnation that goes on, is gone on from [G8].
import test, { type ExecutionContext } from 'ava'
import { type Hand, peer } from '../hand.ts'
import { live, words } from '../laid.ts'
import { allDie, look, PARKS, runs, say, two } from '../mortal.ts'

/** C and D go on with a session of ann's from a copy in which her second word is missing; then the newer one is
 *  back. */
function older() {
  const { h, session } = two()
  live(h, 2_000)
  const copies = [...h.disk.files]
  say(h, session, 2, 'two')
  live(h, 2_000)
  const newer = [...h.disk.files]
  allDie(h, ['A', 'B'])
  h.disk.files.clear()
  for (const [name, file] of copies) h.disk.files.set(name, file)
  for (const name of ['C', 'D']) h.join(name, PARKS)
  look(h, ['C', 'D'], 3_000)
  const incarnation = running(h)[0]!
  const back = () => {
    for (const [name, file] of newer) h.disk.files.set(name, file)
  }
  return { h, session, incarnation, owner: h.owner(incarnation)!, back }
}

const running = (h: Hand) => [...runs(h, 'C'), ...runs(h, 'D')]

const resumed = (h: Hand) => h.notes.filter(({ note }) => note.name === 'resumed').length

/** Who sees the file goes on from it: `looks`. */
function assertGoesOn(t: ExecutionContext, { h, incarnation }: ReturnType<typeof older>, looks: string) {
  look(h, [looks], 6_000)
  const [next, ...more] = running(h)
  t.deepEqual(more, [])
  t.not(next, incarnation)
  t.deepEqual(words(h, next!), ['one', 'two'])
  t.true(h.notes.some(({ note }) => note.name === 'yielded' && note.session === incarnation))
  t.deepEqual(h.broken(), [])
}

test('[G8] a file with more than the incarnation that runs is gone on from, where its owner sees it', t => {
  const at = older()
  at.back()
  assertGoesOn(t, at, at.owner)
})

test('[G8] a file with more than the incarnation that runs is gone on from, where another node sees it', t => {
  const at = older()
  at.back()
  assertGoesOn(t, at, at.owner === 'C' ? 'D' : 'C')
})

test('[G8] a file with no more than the incarnation that runs is left where it is', t => {
  const { h, session, incarnation, owner, back } = older()
  h.open(owner, 2, 'ann')
  h.hello(owner, 2, incarnation, 'ann-again', 'ann-tab')
  h.command(owner, 2, incarnation, 2, 'other')
  h.pass()
  back()
  const before = resumed(h)
  look(h, ['C', 'D'], 6_000)
  t.is(resumed(h), before)
  t.deepEqual(running(h), [incarnation])
  t.deepEqual(words(h, incarnation), ['one', 'other'])
  t.true([...h.disk.files.values()].some(({ saving }) => saving.session === session))
})

test('[G8] an owner that says it has less, and has more by the time it is met, stays', t => {
  const { h, session, incarnation, owner, back } = older()
  const other = owner === 'C' ? 'D' : 'C'
  back()
  for (let passed = 0; passed < 2_000 && h.disk.asked('take') === 0; passed += 200) {
    h.disk.scan(peer(other))
    h.wait(200)
  }
  t.is(h.disk.asked('take'), 1)
  h.open(owner, 2, 'ann')
  h.hello(owner, 2, incarnation, 'ann-again', 'ann-tab')
  for (const seq of [2, 3]) h.command(owner, 2, incarnation, seq, `word ${seq}`)
  look(h, [other], 6_000)
  t.deepEqual(running(h), [incarnation])
  t.deepEqual(words(h, incarnation), ['one', 'word 2', 'word 3'])
  t.is(resumed(h), 2, 'they met')
  t.true([...h.disk.files.values()].some(({ saving }) => saving.session === session))
})
