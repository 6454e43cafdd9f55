// Votes by hand: orders of prepare, hold and accept that chance seldom finds, and what a voter must not forget.
import test from 'ava'
import { isQuorum } from '../../../node/core/consensus/quorum.ts'
import type { Ballot, Configuration } from '../../../protocol/configuration.ts'
import type { Epoch, PeerId, SessionId } from '../../../protocol/ids.ts'
import { Hand, is, peer, without } from '../hand.ts'
import { laid, says, six, words } from '../laid.ts'

const ballot = (round: number, by: string): Ballot => ({ round, peer: peer(by) })
const next = (config: Configuration, owner: string, backups: readonly string[]): Configuration => ({
  ...config,
  epoch: (config.epoch + 1) as Epoch,
  owner: peer(owner),
  backups: backups.map(peer),
})

/** Who began to run the session at this epoch. */
const began = (h: Hand, epoch: number): PeerId[] =>
  h.notes.flatMap(({ peer: by, note }) => (note.name === 'activated' && note.epoch === epoch ? [by] : []))

test('[E5] who has promised a ballot promises and accepts none below it', t => {
  const { h, session, backup, witness, other } = laid()
  const config = h.config('A', session)!
  says(h, witness, backup, { kind: 'prepare', config, ballot: ballot(2, backup) })
  t.is(h.drop(is('promise')).length, 1)
  says(h, witness, other, { kind: 'prepare', config, ballot: ballot(1, other) })
  says(h, witness, 'A', { kind: 'accept', config, ballot: ballot(0, ''), next: next(config, 'A', [witness]) })
  t.deepEqual(h.drop(is('promise', 'accepted')), [])
  t.is(h.drop(is('nack')).length, 2)
})

test('[E5] of two values that were accepted the one of the higher ballot is finished', t => {
  const { h, session, config, witnesses } = six()
  const [backup, second] = config.backups as readonly string[] as [string, string]
  const [witness, third] = witnesses as [PeerId, PeerId]
  const { version, bytes } = h.node(backup).context.store.members.get(session)!.copy!
  const [low, high] = [next(config, backup, [second]), next(config, second, [backup])]
  for (const to of [backup, second])
    says(h, to, witness, { kind: 'hold', config, ballot: ballot(2, third), next: high, version, state: bytes })
  says(h, backup, witness, { kind: 'accept', config, ballot: ballot(1, witness), next: low })
  says(h, witness, third, { kind: 'accept', config, ballot: ballot(2, third), next: high })
  h.drop()
  h.kill('A')
  h.kill(third)
  h.wait(3000)
  const begun = h.notes.find(({ note }) => note.name === 'activated' && note.epoch === config.epoch + 1)
  t.is(begun?.peer, peer(second))
  t.deepEqual(h.broken(), [])
})

test('[E5] who takes over asks a quorum first, and finishes what was decided behind its back', t => {
  const { h, session, config } = six()
  h.drain('A')
  h.wait(100, l => !is('accept')(l))
  // Two voters accept; the old owner decides, tells the new one alone, and dies.
  const accepts = h.drop(is('accept'))
  const to = accepts.flatMap(({ message }) => (message.kind === 'accept' ? message.next.owner! : []))[0]!
  const taker = config.backups.find(b => b !== to)!
  for (const accept of accepts.filter(l => l.to !== taker).slice(0, 2)) h.deliver(accept)
  h.pass(is('accepted'))
  h.pass(l => is('decided')(l) && l.to === to)
  t.is(h.owner(session), to as string)
  h.drop()
  h.kill('A')
  h.wait(2000, l => l.from !== to && l.to !== to)
  t.deepEqual(began(h, config.epoch + 1), [to])
  t.true(h.config(taker, session)!.epoch > config.epoch)
  h.drop()
  h.wait(3000)
  t.deepEqual(h.broken(), [])
})

test('[E5] an owner that has promised a higher ballot begins no vote by its own', t => {
  const { h, session, backup, witness, other } = laid()
  const config = h.config('A', session)!
  h.command('A', 1, session, 1, 'x')
  h.drain('A')
  // The backup has not confirmed the last version, so the owner asks it to hold; meanwhile another asks for a promise.
  h.drop(is('append', 'append-delta'))
  h.drop(l => is('offer')(l) && l.to !== peer(other))
  h.wait(150, is('offer', 'claim'))
  says(h, 'A', witness, { kind: 'prepare', config, ballot: ballot(1, witness) })
  h.pass(l => is('hold')(l) && l.to === peer(backup))
  t.is(h.net.filter(is('held')).length, 1)
  h.pass(is('held'))
  t.deepEqual(h.drop(is('accept')), [])
  h.wait(3000)
  t.not(h.owner(session), null)
  t.deepEqual(words(h, session), ['x'])
  t.deepEqual(h.broken(), [])
})

test('[E6] more than half of all voters decide, or half where the others are dead', t => {
  const voters = ['a', 'b', 'c', 'd', 'e', 'f'].map(peer)
  const decides = (of: number, yes: number, dead: number) => {
    const config = { voters: voters.slice(0, of) } as unknown as Configuration
    return isQuorum(config, new Set(voters.slice(0, yes)), p => voters.slice(of - dead, of).includes(p))
  }
  t.true(decides(3, 2, 0))
  t.false(decides(3, 1, 2))
  t.false(decides(5, 2, 3))
  t.true(decides(2, 1, 1))
  t.false(decides(2, 1, 0))
  t.false(decides(4, 2, 1))
  t.true(decides(4, 2, 2))
})

test('[E5] who takes over finishes what it has itself accepted, also where nobody else who answers has', t => {
  const { h, session, config, witnesses, other } = six()
  const [backup] = config.backups
  const [first, second] = witnesses
  const { version, bytes } = h.node(backup!).context.store.members.get(session)!.copy!
  const value = next(config, other, [backup!])
  const hold = { kind: 'hold', config, ballot: ballot(1, first!), next: value, version, state: bytes } as const
  for (const to of [backup!, other]) says(h, to, first!, hold)
  for (const to of [backup!, second!])
    says(h, to, first!, { kind: 'accept', config, ballot: ballot(1, first!), next: value })
  // With the first witness's own vote that is a quorum: it is decided, and only the new owner hears of it.
  says(h, other, first!, { kind: 'decided', config: value })
  h.drop()
  h.wait(5000, without(other, first!, second!))
  t.deepEqual(began(h, value.epoch), [peer(other)])
  t.deepEqual(h.broken(), [])
})

test('[E6] [G4] a witness that died is replaced before another death leaves too few voters', t => {
  const { h, session, backup, witness } = laid(['A', 'B', 'C'])
  h.kill(witness)
  h.wait(300)
  h.kill('A')
  h.wait(1_000)
  t.is(h.owner(session), backup)
  h.open(backup, 2, 'ann')
  h.hello(backup, 2, session, 'ann-tab')
  h.command(backup, 2, session, 1, 'on')
  h.pass()
  t.deepEqual(words(h, session), ['on'])
})

test('[G4] what has lost its copy is mended before what has lost a witness', t => {
  const h = new Hand(['A', 'B', 'C'], { handoffWindow: 1 })
  const sessions = Array.from({ length: 8 }, (_, at) => h.session('A', at, `player${at}`))
  const lost = (session: SessionId) => h.config('A', session)!.backups.includes(peer('C'))
  const [copies, votes] = [sessions.filter(lost), sessions.filter(session => !lost(session))]
  t.true(copies.length > 0 && votes.length > 0)
  h.notes.length = 0
  h.kill('C')
  h.wait(600)
  const sealed = h.notes.flatMap(({ note }) => (note.name === 'sealed' ? [note.session] : []))
  t.deepEqual(new Set(sealed.slice(0, copies.length)), new Set(copies))
  t.deepEqual(new Set(sealed.slice(copies.length)), new Set(votes))
})
