// Two incarnations of one session that meet: the old mesh was only cut off when a new one began from its copies [G8].
import test from 'ava'
import type { SessionId } from '../../../protocol/ids.ts'
import { Hand, type Letter, peer } from '../hand.ts'
import { live, words } from '../laid.ts'

const PARKS = { parks: true, checkpointEveryMs: 1_000, coldAfterMs: 1_000 }
const OLD: readonly string[] = ['A', 'B']

const across = ({ from, to }: Letter) => OLD.includes(from) !== OLD.includes(to)

/** A and B go on with a session of ann's, and C and D, which do not hear them, with a copy of it. */
function apart() {
  const h = new Hand(['A', 'B'], PARKS)
  const session = h.session('A', 1, 'ann')
  h.command('A', 1, session, 1, 'one')
  h.pass()
  live(h, 2_000)
  for (const name of ['C', 'D']) h.join(name, PARKS)
  h.drop()
  for (let passed = 0; passed < 4_000; passed += 200) {
    for (const name of ['C', 'D']) h.disk.scan(peer(name))
    h.wait(200, letter => !across(letter))
    h.disk.work()
  }
  h.drop(across)
  const incarnation = (['C', 'D'] as const).flatMap(name => [...h.node(name).context.store.running])[0]!
  return { h, session, incarnation, owner: h.owner(incarnation)! }
}

const isRun = (h: Hand, session: SessionId) => h.owner(session) !== null

test('[G8] a later incarnation gives way to an earlier one that goes on, and what it had become is kept', t => {
  const { h, session, incarnation, owner } = apart()
  t.true(isRun(h, session) && isRun(h, incarnation))
  h.open(owner, 2, 'ann')
  h.hello(owner, 2, incarnation, 'ann-again', 'ann-tab')
  t.truthy(h.last(owner, 2, 'welcome'))
  h.command('A', 1, session, 2, 'two')
  live(h, 4_000)
  t.false(isRun(h, incarnation))
  t.deepEqual(words(h, session), ['one', 'two'])
  t.like(h.last(owner, 2, 'error'), { code: 'another-incarnation', as: session })
  t.true([...h.disk.files.values()].some(({ state, saving }) => state === 'unsure' && saving.session === incarnation))
  t.deepEqual(h.broken(), [])
})

test('[G8] players of the earlier incarnation never leave it', t => {
  const { h, session } = apart()
  live(h, 4_000)
  h.command('A', 1, session, 2, 'two')
  h.pass()
  t.is(h.acked('A', 1), 2)
  t.is(h.last('A', 1, 'error'), undefined)
})

test('[G8] an earlier incarnation that acknowledges nothing is no reason to give way', t => {
  const { h, session, incarnation } = apart()
  h.kill('B', [])
  h.drop()
  live(h, 4_000)
  t.true(isRun(h, session), 'its owner waits for its backup')
  t.true(isRun(h, incarnation))
})

test('[G8] to be asked is no proof: only what its backups confirm is', t => {
  const { h, session, incarnation, owner } = apart()
  const ask = { kind: 'ask-alive', session, incarnation } as const
  h.event(peer('A'), { kind: 'message', from: peer(owner), message: ask })
  h.pass(({ from, to }) => from !== 'B' && to !== 'B')
  t.true(isRun(h, incarnation))
  h.pass()
  t.false(isRun(h, incarnation))
})

test('[G8] where the earlier incarnation ends meanwhile, the later one goes on', t => {
  const { h, incarnation, owner } = apart()
  for (const name of OLD) h.kill(name)
  live(h, 4_000)
  t.true(isRun(h, incarnation))
  h.open(owner, 3, 'bob')
  h.joinGame(owner, 3, h.last('A', 1, 'created')!.code)
  t.is(h.last(owner, 3, 'joined')?.session, incarnation)
})

test('[G8] to give way to oneself, or to a later incarnation, is refused', t => {
  const { h, session, incarnation } = apart()
  for (const [from, to] of [
    [incarnation, incarnation],
    [session, incarnation],
  ] as const)
    h.event(peer(h.owner(from)!), {
      kind: 'message',
      from: peer('D'),
      message: { kind: 'alive', session: to, incarnation: from },
    })
  h.wait(500, letter => !across(letter))
  t.true(isRun(h, session) && isRun(h, incarnation))
})

/** Ann plays on in the later incarnation, so that it has more of hers. */
function playOn(h: Hand, incarnation: SessionId, owner: string, words: readonly string[]) {
  h.open(owner, 2, 'ann')
  h.hello(owner, 2, incarnation, 'ann-again', 'ann-tab')
  for (const [i, word] of words.entries()) {
    h.command(owner, 2, incarnation, 2 + i, word)
    h.pass(letter => !across(letter))
  }
}

test('[G8] an earlier incarnation gives way to a later one in which more was acknowledged', t => {
  const { h, session, incarnation, owner } = apart()
  playOn(h, incarnation, owner, ['two', 'three'])
  live(h, 4_000)
  t.false(isRun(h, session))
  t.deepEqual(words(h, incarnation), ['one', 'two', 'three'])
  t.like(h.last('A', 1, 'error'), { code: 'another-incarnation', as: incarnation, savedAt: 0 })
  t.true([...h.disk.files.values()].some(({ state, saving }) => state === 'unsure' && saving.session === session))
  t.deepEqual(h.broken(), [])
})

test('[G8] a later incarnation that has done more since it asked does not give way, and asks again', t => {
  const { h, session, incarnation, owner } = apart()
  const alive = (inputs: number) =>
    h.event(peer(owner), { kind: 'message', from: peer('A'), message: { kind: 'alive', session, incarnation, inputs } })
  playOn(h, incarnation, owner, ['two', 'three'])
  alive(3)
  h.pass(letter => !across(letter))
  t.true(isRun(h, incarnation))
  alive(4)
  h.pass(letter => !across(letter))
  t.false(isRun(h, incarnation))
})

test('[G8] a later incarnation that does not hear its backups claims nothing', t => {
  const { h, session, incarnation, owner } = apart()
  playOn(h, incarnation, owner, ['two', 'three'])
  const other = owner === 'C' ? 'D' : 'C'
  const unheard = (letter: Letter) => letter.from !== other && letter.to !== other
  h.wait(3_000, letter => unheard(letter) && !across(letter))
  h.drop()
  h.wait(3_000, unheard)
  t.true(isRun(h, session))
})
