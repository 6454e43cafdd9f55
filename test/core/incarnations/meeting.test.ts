// Two lives of one session that meet: the old mesh was only cut off when a new one began from its copies [G8].
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
  const life = (['C', 'D'] as const).flatMap(name => [...h.node(name).context.store.running])[0]!
  return { h, session, life, owner: h.owner(life)! }
}

const isRun = (h: Hand, session: SessionId) => h.owner(session) !== null

test('[G8] a later life gives way to an earlier one that goes on, and what it had become is kept', t => {
  const { h, session, life, owner } = apart()
  t.true(isRun(h, session) && isRun(h, life))
  h.open(owner, 2, 'ann')
  h.hello(owner, 2, life, 'ann-again', 'ann-tab')
  t.truthy(h.last(owner, 2, 'welcome'))
  h.command('A', 1, session, 2, 'two')
  live(h, 4_000)
  t.false(isRun(h, life))
  t.deepEqual(words(h, session), ['one', 'two'])
  t.like(h.last(owner, 2, 'error'), { code: 'another-incarnation', as: session })
  t.true([...h.disk.files.values()].some(({ state, saving }) => state === 'unsure' && saving.session === life))
  t.deepEqual(h.broken(), [])
})

test('[G8] players of the earlier life never leave it', t => {
  const { h, session } = apart()
  live(h, 4_000)
  h.command('A', 1, session, 2, 'two')
  h.pass()
  t.is(h.acked('A', 1), 2)
  t.is(h.last('A', 1, 'error'), undefined)
})

test('[G8] an earlier life that acknowledges nothing is no reason to give way', t => {
  const { h, session, life } = apart()
  h.kill('B', [])
  h.drop()
  live(h, 4_000)
  t.true(isRun(h, session), 'its owner waits for its backup')
  t.true(isRun(h, life))
})

test('[G8] to be asked is no proof: only what its backups confirm is', t => {
  const { h, session, life, owner } = apart()
  const ask = { kind: 'ask-alive', session, life } as const
  h.event(peer('A'), { kind: 'message', from: peer(owner), message: ask })
  h.pass(({ from, to }) => from !== 'B' && to !== 'B')
  t.true(isRun(h, life))
  h.pass()
  t.false(isRun(h, life))
})

test('[G8] where the earlier life ends meanwhile, the later one goes on', t => {
  const { h, life, owner } = apart()
  for (const name of OLD) h.kill(name)
  live(h, 4_000)
  t.true(isRun(h, life))
  h.open(owner, 3, 'bob')
  h.joinGame(owner, 3, h.last('A', 1, 'created')!.code)
  t.is(h.last(owner, 3, 'joined')?.session, life)
})

test('[G8] to give way to oneself, or to a later life, is refused', t => {
  const { h, session, life } = apart()
  for (const [from, to] of [
    [life, life],
    [session, life],
  ] as const)
    h.event(peer(h.owner(from)!), {
      kind: 'message',
      from: peer('D'),
      message: { kind: 'alive', session: to, life: from },
    })
  h.wait(500, letter => !across(letter))
  t.true(isRun(h, session) && isRun(h, life))
})

/** Ann plays on in the later life, so that it has more of hers. */
function playOn(h: Hand, life: SessionId, owner: string, words: readonly string[]) {
  h.open(owner, 2, 'ann')
  h.hello(owner, 2, life, 'ann-again', 'ann-tab')
  for (const [i, word] of words.entries()) {
    h.command(owner, 2, life, 2 + i, word)
    h.pass(letter => !across(letter))
  }
}

test('[G8] an earlier life gives way to a later one in which more was acknowledged', t => {
  const { h, session, life, owner } = apart()
  playOn(h, life, owner, ['two', 'three'])
  live(h, 4_000)
  t.false(isRun(h, session))
  t.deepEqual(words(h, life), ['one', 'two', 'three'])
  t.like(h.last('A', 1, 'error'), { code: 'another-incarnation', as: life, savedAt: 0 })
  t.true([...h.disk.files.values()].some(({ state, saving }) => state === 'unsure' && saving.session === session))
  t.deepEqual(h.broken(), [])
})

test('[G8] a later life that has done more since it asked does not give way, and asks again', t => {
  const { h, session, life, owner } = apart()
  const alive = (inputs: number) =>
    h.event(peer(owner), { kind: 'message', from: peer('A'), message: { kind: 'alive', session, life, inputs } })
  playOn(h, life, owner, ['two', 'three'])
  alive(3)
  h.pass(letter => !across(letter))
  t.true(isRun(h, life))
  alive(4)
  h.pass(letter => !across(letter))
  t.false(isRun(h, life))
})

test('[G8] a later life that does not hear its backups claims nothing', t => {
  const { h, session, life, owner } = apart()
  playOn(h, life, owner, ['two', 'three'])
  const other = owner === 'C' ? 'D' : 'C'
  const unheard = (letter: Letter) => letter.from !== other && letter.to !== other
  h.wait(3_000, letter => unheard(letter) && !across(letter))
  h.drop()
  h.wait(3_000, unheard)
  t.true(isRun(h, session))
})
