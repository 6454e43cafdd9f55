// Going on without a quorum: two nodes, of which one falls silent, and what comes of it when they meet again [G1] [G4].
import test from 'ava'
import type { ClientId, SessionId } from '../../../protocol/ids.ts'
import { Hand, type Letter, peer, without } from '../hand.ts'
import { live, words } from '../laid.ts'

const ANY = { forceAfterMs: 10_000 }
const apart = (letter: Letter) => letter.from === letter.to

/** A session of ann's on A, which B backs up; from here on they do not hear each other. */
function pair(settings = {}) {
  const h = new Hand(['A', 'B'], settings)
  const session = h.session('A', 1, 'ann')
  h.command('A', 1, session, 1, 'one')
  h.pass()
  h.open('B', 2, 'ann')
  return { h, session }
}

const incarnations = (h: Hand, name: string) => [...h.node(name).context.store.running]
const forced = (h: Hand) => h.notes.flatMap(({ note }) => (note.name === 'forced' ? [note.session] : []))
const yielded = (h: Hand) => h.notes.flatMap(({ note }) => (note.name === 'yielded' ? [note] : []))
const force = (h: Hand, name: string, session: string) => h.operate(name, { kind: 'force', session })

test('[G1] without QUORUM=any nobody goes on, however long it takes', t => {
  const { h, session } = pair()
  h.wait(60_000, apart)
  t.deepEqual(forced(h), [])
  t.deepEqual(incarnations(h, 'B'), [])
  t.is(h.owner(session), 'A')
})

test('[G4] with QUORUM=any the half that is left goes on after FORCE_AFTER, with all that was acknowledged', t => {
  const { h, session } = pair(ANY)
  h.kill('A', [])
  h.wait(9_000, without('A'))
  t.deepEqual(incarnations(h, 'B'), [])
  h.wait(6_000, without('A'))
  const [incarnation] = incarnations(h, 'B')
  t.deepEqual(forced(h), [incarnation])
  t.deepEqual(words(h, incarnation!), ['one'])
  h.hello('B', 2, session, 'ann-tab')
  t.like(h.last('B', 2, 'error'), { code: 'another-incarnation', as: incarnation })
  h.hello('B', 2, incarnation!, 'ann-again', 'ann-tab')
  h.command('B', 2, incarnation!, 2, 'two')
  h.pass()
  t.is(h.acked('B', 2), 2)
  t.deepEqual(h.broken(), [])
})

test('[G4] an owner that is left alone goes on too, and its players hear where, whichever node they are on', t => {
  const h = new Hand(['A', 'B', 'C', 'D'], ANY)
  const session = h.session('A', 1, 'ann')
  const { voters } = h.config('A', session)!
  const others = voters.filter(v => v !== 'A')
  const gateway = ['B', 'C', 'D'].find(name => !others.includes(name as never))!
  h.open(gateway, 2, 'bob')
  h.joinGame(gateway, 2, h.last('A', 1, 'created')!.code)
  h.hello(gateway, 2, session, 'bob-tab')
  for (const name of others) h.kill(name, [])
  h.command('A', 1, session, 1, 'one')
  h.wait(15_000)
  const [incarnation] = forced(h)
  for (const [name, socket] of [
    ['A', 1],
    [gateway, 2],
  ] as const)
    t.like(h.last(name, socket, 'error'), { code: 'another-incarnation', session, as: incarnation })
  h.hello('A', 1, incarnation!, 'ann-again', 'ann-tab')
  h.command('A', 1, incarnation!, 2, 'two')
  h.pass()
  t.is(h.acked('A', 1), 2)
})

test('[G5] what was heard again in between is waited for anew', t => {
  const { h } = pair(ANY)
  for (let times = 0; times < 3; times++) {
    h.wait(8_000, apart)
    h.drop()
    h.wait(5_000)
  }
  t.deepEqual(forced(h), [])
})

test('[G1] [G4] both halves may go on: one of them stays when they meet, and nothing that it acknowledged is lost', t => {
  for (const busier of ['A', 'B']) {
    const { h, session } = pair({ ...ANY, parks: true })
    h.wait(15_000, apart)
    t.is(forced(h).length, 2)
    const incarnation = incarnations(h, busier).find(s => s !== session)!
    h.hello(busier, 2, incarnation, 'ann-again', 'ann-tab')
    if (busier === 'A') h.open('A', 2, 'ann')
    h.hello(busier, 2, incarnation, 'ann-again', 'ann-tab')
    for (const seq of [2, 3, 4]) h.command(busier, 2, incarnation, seq, `word ${seq}`)
    h.wait(100, apart)
    t.is(h.acked(busier, 2), 4, busier)
    h.drop()
    live(h, 8_000)
    const left = new Set(['A', 'B'].flatMap(name => incarnations(h, name)))
    t.deepEqual([...left], [incarnation], busier)
    t.deepEqual(words(h, incarnation), ['one', 'word 2', 'word 3', 'word 4'])
    t.is(yielded(h).length, 2)
    t.true(yielded(h).every(note => note.lost !== null))
    t.deepEqual(h.broken(), [])
  }
})

/** Ann opens one tab after another there: each makes a version, and acknowledges nothing. */
function openTabs(h: Hand, name: string, incarnation: SessionId, tabs: number) {
  for (let i = 0; i < tabs; i++) {
    h.open(name, 10 + i, 'ann')
    const [client, replaces] = [`ann-${i + 1}`, i === 0 ? 'ann-tab' : `ann-${i}`] as ClientId[]
    h.say(name, 10 + i, { kind: 'hello', session: incarnation, client: client!, replaces: replaces! })
    h.pass(apart)
  }
}

/** Both halves go on, A's and B's. */
function halves() {
  const { h, session } = pair({ ...ANY, parks: true })
  h.wait(15_000, apart)
  const incarnationAt = (name: string) => incarnations(h, name).find(s => s !== session)!
  return { h, of: { A: incarnationAt('A'), B: incarnationAt('B') } }
}

test('[G4] of two halves in which as much was acknowledged the one that made more versions stays', t => {
  for (const busier of ['A', 'B'] as const) {
    const { h, of } = halves()
    openTabs(h, busier, of[busier], 3)
    h.drop()
    live(h, 8_000)
    t.deepEqual([...new Set([...incarnations(h, 'A'), ...incarnations(h, 'B')])], [of[busier]], busier)
  }
})

test('[G8] a forced incarnation in which more was acknowledged stays, though the other made more versions', t => {
  for (const [busier, crowded] of [
    ['A', 'B'],
    ['B', 'A'],
  ] as const) {
    const { h, of } = halves()
    openTabs(h, crowded, of[crowded], 6)
    h.open(busier, 3, 'ann')
    h.hello(busier, 3, of[busier], 'ann-again', 'ann-tab')
    h.command(busier, 3, of[busier], 2, 'two')
    h.wait(100, apart)
    t.is(h.acked(busier, 3), 2, busier)
    h.drop()
    live(h, 8_000)
    t.deepEqual([...new Set([...incarnations(h, 'A'), ...incarnations(h, 'B')])], [of[busier]], busier)
    t.deepEqual(words(h, of[busier]), ['one', 'two'])
  }
})

test('[G4] an owner that went on with others stays, where it did more, and the half that was forced is kept as unsure', t => {
  const h = new Hand(['A', 'B', 'C'], { ...ANY, parks: true })
  const session = h.session('A', 1, 'ann')
  h.command('A', 1, session, 1, 'one')
  h.pass()
  const backup = h.config('A', session)!.backups[0]!
  // The backup hears nobody; the others replace it and go on.
  const across = ({ from, to }: Letter) => from === to || (from !== backup && to !== backup)
  h.wait(14_000, across)
  const [incarnation] = forced(h)
  t.truthy(incarnation)
  for (const seq of [2, 3, 4, 5]) h.command('A', 1, session, seq, `word ${seq}`)
  h.wait(100, across)
  t.is(h.acked('A', 1), 5)
  h.drop()
  live(h, 8_000)
  t.is(h.owner(incarnation!), null)
  t.deepEqual(words(h, session), ['one', 'word 2', 'word 3', 'word 4', 'word 5'])
  t.like(yielded(h)[0], { session: incarnation, to: session })
  t.true([...h.disk.files.values()].some(({ state, saving }) => state === 'unsure' && saving.session === incarnation))
})

test('[G1] who has sent another incarnation away never gives way to it, whoever owns it by then', t => {
  const { h, session } = pair(ANY)
  h.kill('A', [])
  h.wait(15_000, without('A'))
  const [incarnation] = forced(h)
  t.truthy(incarnation)
  const far = { from: session, at: 0 as never, now: 1_000 }
  const { h: other, session: old } = pair()
  const ask = (now: number) =>
    other.event(peer('A'), {
      kind: 'message',
      from: peer('B'),
      message: {
        kind: 'ask-alive',
        session: old,
        incarnation: incarnation!,
        forked: { ...far, from: old, now },
        inputs: 2,
      },
    })
  ask(0)
  other.pass()
  ask(1_000)
  other.wait(2_000)
  t.is(other.owner(old), 'A')
  other.drain('A')
  other.wait(2_000)
  t.is(other.owner(old), 'B')
  other.event(peer('B'), {
    kind: 'message',
    from: peer('B'),
    message: {
      kind: 'ask-alive',
      session: old,
      incarnation: incarnation!,
      forked: { ...far, from: old, now: 1_000 },
      inputs: 2,
    },
  })
  other.wait(2_000)
  t.is(other.owner(old), 'B')
})

test('[G1] an operator may force a session that has no quorum, once, and no other', t => {
  const { h, session } = pair()
  t.like(force(h, 'B', session), { ok: false, code: 'goes-on' })
  t.like(force(h, 'B', 'nothing'), { ok: false, code: 'no-copy' })
  h.kill('A', [])
  h.wait(5_000, without('A'))
  t.deepEqual(forced(h), [])
  const { code } = h.last('A', 1, 'created')!
  t.like(force(h, 'B', code.toLowerCase()), { ok: true })
  h.wait(500, without('A'))
  const [incarnation] = forced(h)
  t.deepEqual(incarnations(h, 'B'), [incarnation])
  t.like(force(h, 'B', session), { ok: false, code: 'goes-on' })
  t.deepEqual(forced(h), [incarnation])
})
