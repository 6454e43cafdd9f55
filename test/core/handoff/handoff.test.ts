// The state that goes ahead of a move: what an offer counts for, where the session changes after it, or an answer comes
// late.
import test from 'ava'
import { BALLOT_ZERO } from '../../../protocol/configuration.ts'
import type { ClientId, Epoch, Version } from '../../../protocol/ids.ts'
import { Hand, is, type Letter, peer } from '../hand.ts'
import { laid, not, says, six, words } from '../laid.ts'

test('[E3] a session that changes after it was offered moves with the change', t => {
  const { h, session, backup, other } = laid()
  h.drain('A')
  h.pass(is('offer'))
  h.command('A', 1, session, 1, 'x')
  // The backup has the change; who claims has not.
  h.pass(is('append', 'append-delta', 'confirm'))
  h.pass()
  t.not(h.owner(session), 'A')
  t.deepEqual(words(h, session), ['x'])
  t.true([backup, other].includes(h.owner(session)!))
  t.deepEqual(h.broken(), [])
})

/** Nobody has heard the offer, and the session was sealed with a change since. Gives the offers. */
function sealedLate() {
  const { h, session } = laid()
  h.drain('A')
  const offers = h.drop(is('offer'))
  h.command('A', 1, session, 1, 'x')
  h.drop(is('append', 'append-delta'))
  h.wait(150, () => false)
  return { h, session, offers }
}

test('[E3] a late answer to an offer says nothing of what was sealed since', t => {
  const { h, session } = sealedLate()
  const { version, epoch } = h.node('A').context.store.members.get(session)!.running!
  const answer = (of: number) => {
    for (const from of ['B', 'C', 'D'])
      says(h, 'A', from, { kind: 'held', session, epoch, ballot: BALLOT_ZERO, version: of as Version, canLoad: true })
    return h.drop(is('accept')).length
  }
  t.is(answer(version - 1), 0)
  t.true(answer(version) > 0)
})

test('[E3] an offer that comes late replaces nothing newer', t => {
  const { h, session, offers } = sealedLate()
  h.pass(is('hold'))
  for (const offer of offers) h.deliver(offer)
  h.wait(1000)
  t.not(h.owner(session), 'A')
  t.deepEqual(words(h, session), ['x'])
  t.deepEqual(h.broken(), [])
})

test('[E3] a backup that was sent more than who takes over has gives that up', t => {
  const { h, session, config } = six()
  const [longer, shorter] = config.backups as readonly string[] as [string, string]
  h.command('A', 1, session, 1, 'ghost')
  h.pass(l => is('append', 'append-delta')(l) && l.to === peer(longer))
  h.drop()
  h.kill('A', [shorter])
  h.wait(1000)
  t.is(h.owner(session), shorter)
  t.true(h.config(shorter, session)!.backups.includes(peer(longer)))
  h.kill(shorter)
  h.wait(1000)
  t.deepEqual(words(h, session), [])
  t.deepEqual(h.broken(), [])
})

test('[E3] nobody takes over with what was only offered: more may have been acknowledged since', t => {
  const { h, session, backup, witness } = laid()
  h.drain('A')
  h.pass(is('offer'))
  h.drop()
  h.command('A', 1, session, 1, 'x')
  h.pass(is('append', 'append-delta', 'confirm', 'deliver'))
  t.is(h.acked('A', 1), 1)
  h.drop()
  h.kill('A')
  h.kill(backup, [])
  h.wait(3000)
  t.is(h.owner(session), null, 'the witness has an older state, and waits')
  t.false(h.notes.some(({ peer: by, note }) => note.name === 'takeover' && by === peer(witness)))
})

test('[E3] a backup that was sent more after an offer begins the next epoch with that', t => {
  const { h, session, backup } = laid()
  h.operate(backup, 'cordon')
  h.settle()
  h.drain('A')
  h.pass(is('offer'))
  h.drop(is('claim', 'held'))
  h.command('A', 1, session, 1, 'x')
  h.pass(is('append', 'append-delta', 'confirm', 'deliver'))
  t.is(h.acked('A', 1), 1)
  h.wait(400, l => !is('append')(l))
  const owner = h.owner(session)!
  t.not(owner, backup)
  t.deepEqual(h.config(owner, session)!.backups, [peer(backup)])
  h.drop()
  h.kill(owner)
  h.wait(2000)
  t.deepEqual(words(h, session), ['x'])
})

test('[E3] an owner that was given another state to hold begins the next epoch with that', t => {
  const { h, session, backup, witness } = laid()
  const config = h.config('A', session)!
  const { version, bytes: state } = h.node(backup).context.store.members.get(session)!.copy!
  h.command('A', 1, session, 1, 'x')
  h.drop()
  const next = { ...config, epoch: (config.epoch + 1) as Epoch, backups: [peer(witness)] }
  for (const to of ['A', witness]) {
    says(h, to, backup, { kind: 'hold', config, ballot: { round: 1, peer: peer(backup) }, next, version, state })
    says(h, to, backup, { kind: 'decided', config: next })
  }
  h.pass()
  t.deepEqual(words(h, session), [])
  t.deepEqual(h.broken(), [])
})

/** Of three nodes without backups. A's session went to another, A has left in order, and the third has answered an
 *  offer of it, and not heard. */
function unheard() {
  const h = new Hand(['A', 'B', 'C'], { backups: 0 })
  const session = h.session('A', 1, 'ann')
  h.drain('A')
  h.pass(not(is('claim')))
  const nextOwner = h.net.find(is('claim'))!.from
  const other = nextOwner === 'B' ? 'C' : 'B'
  const hears = (l: Letter) => l.to !== other || ['ping', 'pong', 'bye'].includes(l.message.kind)
  h.wait(3_000, hears)
  return { h, session, nextOwner: nextOwner as string, other, hears }
}

test('[E8] who has answered for a session that then moved in order stays until it is told where it is', t => {
  const { h, session, nextOwner, other, hears } = unheard()
  t.is(h.exits.get(peer('A')), true)
  t.is(h.owner(session), nextOwner)
  t.is(h.config(other, session)!.epoch as number, 1)
  h.drop()
  h.drain(other)
  h.wait(3_000, hears)
  t.is(h.exits.get(peer(other)), undefined)
  h.wait(500)
  t.is(h.exits.get(peer(other)), true)
  t.is(h.config(other, session)!.owner as string, nextOwner)
})

test('[E8] where nobody tells for long, it did not move in order, and nobody stays for that', t => {
  const { h, other, hears } = unheard()
  h.drop()
  h.drain(other)
  h.wait(7_000, hears)
  t.is(h.exits.get(peer(other)), true)
})

test('[E8] who has nobody left to ask does not stay for an answer', t => {
  const { h, nextOwner, other } = unheard()
  h.drop()
  h.kill(nextOwner)
  h.drain(other)
  h.wait(1_000)
  t.is(h.exits.get(peer(other)), true)
})

test('[E8] who is asked to hold while it leaves asks what came of it, also of what came to nothing', t => {
  const h = new Hand(['A', 'B'])
  h.session('B', 1, 'bob')
  h.drain('B')
  // A has not heard of that, and makes a session that nobody can back up; its word of the end is lost.
  h.open('A', 1, 'ann')
  h.say('A', 1, { kind: 'create', key: 'key-ann' as ClientId })
  h.pass(is('hold'))
  h.wait(3_000, is('hold'))
  t.is(h.last('A', 1, 'error')?.code, 'no-backup')
  h.drop()
  h.wait(3_000)
  t.is(h.exits.get(peer('B')), true)
})

const OUTCOMES = ['decided', 'owned', 'attach']

/** A gave its session away by its own vote, and nobody has heard. */
function untold(backups: number) {
  const h = new Hand(['A'], { backups })
  const session = h.session('A', 1, 'ann')
  h.drain('A')
  for (const name of ['B', 'C']) h.join(name)
  h.wait(500, l => !OUTCOMES.includes(l.message.kind))
  h.drop()
  const next = h.config('A', session)!
  return { h, session, nextOwner: next.owner as string, other: next.owner === 'B' ? 'C' : 'B', next }
}

test('[E8] where the new owner dies before it answers, who else is to know is told', t => {
  const { h, session, nextOwner, other, next } = untold(1)
  t.deepEqual(next.backups, [peer(other)])
  t.is(h.config(other, session)!.owner as string, 'A')
  h.kill(nextOwner)
  // Sooner than directories are compared.
  h.wait(1_000)
  t.is(h.owner(session), other)
  t.is(h.node('A').context.waits.size, 0)
  h.wait(2_000)
  t.is(h.exits.get(peer('A')), true)
})

test('[E8] where the new owner has left, who has the session since is asked, and where nobody has, nobody stays for it', t => {
  for (const told of [true, false]) {
    const { h, session, nextOwner, other, next } = untold(0)
    says(h, nextOwner, 'A', { kind: 'decided', config: next })
    h.drain(nextOwner)
    h.wait(3_000, l => !(l.to === 'A' && OUTCOMES.includes(l.message.kind)))
    t.is(h.exits.get(peer(nextOwner)), true)
    t.is(h.owner(session), other)
    h.drop()
    h.wait(told ? 1_000 : 8_000, l => told || l.from !== other)
    t.is(h.exits.get(peer('A')), true)
    t.is(h.config('A', session)!.owner as string, told ? other : nextOwner)
  }
})

test('[E3] what waited for an epoch has a version of its own before the state is offered', t => {
  const h = new Hand(['A', 'B'])
  const session = h.session('A', 1, 'ann')
  // The backup falls silent, the owner asks to go on without it, and is told to leave. A command waits for the outcome.
  h.wait(3_000, () => false)
  h.drain('A')
  h.command('A', 1, session, 1, 'x')
  h.pass()
  h.settle()
  t.is(h.owner(session), 'B')
  t.is(h.acked('A', 1), 1)
  t.deepEqual(words(h, session), ['x'])
  t.deepEqual(h.broken(), [])
})
