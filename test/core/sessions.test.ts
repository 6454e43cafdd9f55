// What players rely on, by schedules written by hand: beginnings and ends, seats and tabs, gateways, releases.
import test from 'ava'
import type { Game } from '../../node/core/game.ts'
import type { ClientId, Code } from '../../protocol/ids.ts'
import { Hand, is, type Letter, peer, without } from './hand.ts'
import { laid, not, words } from './laid.ts'
import { type Tally, tally } from './tally.ts'

test('[G7] a node that cannot read a session never becomes its owner, and it is not lost', t => {
  const newer: Game<Tally> = { ...tally, reads: [2], writes: [2] }
  const h = new Hand(['A', 'B'], {}, newer as Game)
  const session = h.session('A', 1, 'ann')
  h.join('D', {}, tally as Game)
  h.settle()
  h.kill('B')
  h.drain('A')
  h.wait(20_000)
  t.is(h.owner(session), 'A')
  t.deepEqual(h.broken(), [])
  h.join('E', {}, newer as Game)
  h.wait(5000)
  t.is(h.owner(session), 'E')
  t.is(h.exits.get(peer('A')), true)
})

const reading = (...schemas: number[]): Game => ({ ...tally, reads: schemas, writes: schemas }) as Game

test('[G7] a session that was sealed before an older release came is written again, for it to read', t => {
  const h = new Hand(['A', 'B'], { backups: 0 }, reading(1, 2))
  h.session('A', 1, 'ann')
  h.drain('A')
  // B stands still, and A waits for it.
  h.wait(200, without('B'))
  h.join('C', {}, reading(1))
  h.wait(5000, without('B'))
  t.is(h.exits.get(peer('A')), true)
  t.is(h.node('C').inspect().sessions.owned, 1)
  t.deepEqual(h.broken(), [])
})

test('[G7] who could not load a session is asked again once it is written in another schema', t => {
  const h = new Hand(['A', 'C'], { backups: 0 }, reading(1, 2))
  h.session('A', 1, 'ann')
  h.drain('A')
  for (const { message } of h.net) if (message.kind === 'offer') message.state?.fill(0xc1)
  h.wait(5000)
  t.is(h.exits.get(peer('A')), undefined)
  // An older release is heard of, no more.
  h.join('E', {}, reading(1))
  h.pass(is('status'))
  h.kill('E', [])
  h.wait(5000)
  t.is(h.exits.get(peer('A')), true)
  t.is(h.node('C').inspect().sessions.owned, 1)
  t.deepEqual(h.broken(), [])
})

test('[E9] a session that its maker takes to the grave was promised to nobody', t => {
  const h = new Hand(['A', 'B', 'C'])
  h.open('A', 1, 'ann')
  h.say('A', 1, { kind: 'create', key: 'k' as never })
  h.drop()
  t.is(h.last('A', 1, 'created'), undefined)
  h.kill('A')
  h.wait(2000)
  t.is(h.node('B').inspect().sessions.known, 0)
})

test('[E9] where there are peers but no backup to be had, a create is refused', t => {
  const h = new Hand(['A', 'B'])
  h.kill('B', [])
  h.wait(3000)
  h.open('A', 1, 'ann')
  h.say('A', 1, { kind: 'create', key: 'k' as never })
  h.wait(5000)
  t.is(h.last('A', 1, 'created'), undefined)
  t.is(h.last('A', 1, 'error')?.code, 'no-backup')
})

test('[E9] a create that is sent twice makes one session', t => {
  const h = new Hand(['A', 'B', 'C'])
  h.open('A', 1, 'ann')
  h.say('A', 1, { kind: 'create', key: 'k' as never })
  h.say('A', 1, { kind: 'create', key: 'k' as never })
  h.pass()
  h.open('B', 2, 'ann')
  h.say('B', 2, { kind: 'create', key: 'k' as never })
  h.pass()
  t.is(h.last('B', 2, 'created')?.session, h.last('A', 1, 'created')?.session)
  t.is(h.node('A').inspect().sessions.owned, 1)
})

test('[E9] a session that nobody enters ends in about a minute', t => {
  const h = new Hand(['A', 'B', 'C'])
  h.open('A', 1, 'ann')
  h.say('A', 1, { kind: 'create', key: 'k' as never })
  h.pass()
  const { session } = h.last('A', 1, 'created')!
  h.wait(55_000)
  t.is(h.owner(session), 'A')
  h.wait(15_000)
  t.is(h.owner(session), null)
  t.is(h.config('B', session)?.owner, null)
})

test('[G3] how long nobody has come moves with a session: one that nobody enters ends in a minute, not in one more for each move', t => {
  const h = new Hand(['A', 'B', 'C'])
  h.open('A', 1, 'ann')
  h.say('A', 1, { kind: 'create', key: 'k' as never })
  h.pass()
  const { session } = h.last('A', 1, 'created')!
  h.wait(40_000)
  h.operate('A', 'drain')
  h.wait(10_000)
  const first = h.owner(session)!
  t.not(first, null)
  h.operate(first, 'drain')
  h.wait(5_000)
  t.not(h.owner(session), null)
  h.wait(10_000)
  t.is(h.owner(session), null)
})

test('[G1] who took part never forgets that a session has ended', t => {
  const { h, session, backup } = laid()
  // The backup is cut off, replaced, and does not hear of the end.
  const cut = without(backup)
  h.wait(4000, cut)
  h.drop()
  const m = h.node('A').context.store.members.get(session)!
  t.false(m.config.backups.includes(peer(backup)))
  h.command('A', 1, session, 1, 'over')
  for (let seconds = 0; seconds < 11 * 60; seconds += 3) {
    h.wait(3_000, cut)
    h.drop()
  }
  t.is(h.config('A', session)?.owner, null)
  h.wait(10_000)
  t.is(h.owner(session), null)
  t.is(h.config(backup, session)?.owner, null)
})

test("[G2] a first tab's late command is not applied once a second tab holds the seat", t => {
  const { h, session } = laid()
  h.open('A', 2, 'ann')
  h.hello('A', 2, session, 'second', 'ann-tab')
  h.command('A', 1, session, 1, 'old')
  h.command('A', 2, session, 1, 'new')
  h.pass()
  t.deepEqual(words(h, session), ['new'])
  const refused = h.last('A', 1, 'error')
  t.is(refused?.code, 'seat-held')
  t.true(refused?.replaced)
})

test('[G2] a tab that was replaced does not get the seat back by naming who replaced it', t => {
  const { h, session } = laid()
  h.open('A', 2, 'ann')
  h.hello('A', 2, session, 'second', 'ann-tab')
  h.hello('A', 1, session, 'ann-tab', 'second')
  t.true(h.last('A', 1, 'error')?.replaced)
  h.command('A', 2, session, 1, 'new')
  h.pass()
  t.is(h.acked('A', 2), 1)
})

test('[G2] a command with a gap before it is answered with the number expected and not applied', t => {
  const { h, session } = laid()
  h.command('A', 1, session, 2, 'x')
  h.pass()
  t.is(h.last('A', 1, 'error')?.expected, 1 as never)
  t.deepEqual(words(h, session), [])
})

test('[G2] a refused command uses its number, and its result is kept for the resend', t => {
  const { h, session } = laid()
  h.command('A', 1, session, 1, 'no')
  h.command('A', 1, session, 2, 'yes')
  h.command('A', 1, session, 1, 'no')
  h.pass()
  const acks = h.heard('A', 1).flatMap(m => (m.kind === 'ack' ? [[m.seq, m.refusal?.code ?? null]] : []))
  t.deepEqual(acks, [
    [1, 'impossible'],
    [1, 'impossible'],
    [2, null],
  ])
  t.deepEqual(words(h, session), ['yes'])
})

test('[G6] [M6] a gateway follows the session to its new owner without the socket closing', t => {
  const { h, session, other } = laid()
  h.open(other, 9, 'bob')
  h.joinGame(other, 9, h.last('A', 1, 'created')!.code)
  h.hello(other, 9, session, 'bob-tab')
  h.drain('A')
  h.wait(3000)
  h.command(other, 9, session, 1, 'still here')
  h.pass()
  t.is(h.acked(other, 9), 1)
})

test('a join waits for news of its code: the game may be younger than what the node has heard', t => {
  const h = new Hand(['A', 'B', 'C'])
  h.open('A', 1, 'ann')
  h.say('A', 1, { kind: 'create', key: 'k' as ClientId })
  const late = (l: Letter) => l.to === 'C' && l.message.kind === 'about'
  h.pass(not(late))
  const { code, session } = h.last('A', 1, 'created')!
  h.open('C', 2, 'bob')
  h.say('C', 2, { kind: 'join', code })
  h.pass(not(late))
  t.is(h.last('C', 2, 'error'), undefined)
  h.pass()
  t.is(h.last('C', 2, 'joined')?.session, session)
  h.say('C', 2, { kind: 'join', code: 'NONE' as Code })
  h.pass()
  t.is(h.last('C', 2, 'error'), undefined)
  h.wait(2_000)
  t.is(h.last('C', 2, 'error')?.code, 'unknown-session')
})
