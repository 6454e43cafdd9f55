// The important dances, as a person can read them. They are the documentation of the protocol: a change to one shows up
// as a diff of its transcript (test/core/snapshots/transcripts.test.ts.md), to be read before it is taken.
import test, { type ExecutionContext } from 'ava'
import type { SessionId } from '../../protocol/ids.ts'
import { Hand, is, type Letter, peer } from './hand.ts'
import { not } from './laid.ts'

const NODES = ['O', 'P', 'Q']

/** Ann plays on O, whose session P and Q back up and watch. */
function play(names = NODES, backups = 1): { h: Hand; session: SessionId } {
  const h = new Hand(names, { backups })
  const session = h.session('O', 1, 'ann')
  h.command('O', 1, session, 1, 'before')
  h.pass()
  h.transcript.length = 0
  return { h, session }
}

function reads(t: ExecutionContext, h: Hand, about: string): void {
  t.deepEqual(h.broken(), [])
  t.snapshot(`\n${h.transcript.join('\n')}\n`, about)
}

test('[G2] a command: applied, copied to the backup, then acknowledged', t => {
  const { h, session } = play()
  h.command('O', 1, session, 2, 'x')
  h.pass()
  reads(t, h, 'O owns, the first after + backs up, all after / vote')
})

test('[G3] a handoff: offer, claim, grant', t => {
  const { h, session } = play()
  h.drain('O')
  h.pass()
  t.not(h.owner(session), 'O')
  reads(t, h, 'the state goes ahead, so once the session is sealed there is nothing but the vote')
})

test('[G3] a handoff, and a command that comes while the session is sealed', t => {
  const { h, session } = play()
  h.drain('O')
  h.pass(not(is('accept')))
  h.command('O', 1, session, 2, 'meanwhile')
  h.pass()
  t.is(h.acked('O', 1), 2)
  reads(t, h, 'the command waits at O, goes with the session, and is acknowledged by its next owner')
})

test('[G3] a handoff, and a command that comes before the session is sealed', t => {
  const { h, session } = play()
  h.drain('O')
  h.command('O', 1, session, 2, 'meanwhile')
  h.pass()
  t.is(h.acked('O', 1), 2)
  reads(t, h, 'what was offered is not the newest any more, so all who go on hold that first')
})

test('[G3] a drain of many: each session moves on its own, and the load is spread', t => {
  const { h } = play()
  for (const n of [2, 3, 4]) h.session('O', n, `player ${n}`)
  h.transcript.length = 0
  h.drain('O')
  h.wait(5000)
  t.is(h.exits.get(peer('O')), true)
  const took = NODES.map(n => h.node(n).context.store.running.size)
  t.deepEqual(took, [0, 2, 2])
  const short = h.transcript.filter(line => /SIGTERM|seals|claim|OWNS|owned|drain|exits/.test(line))
  t.snapshot(`\n${short.join('\n')}\n`, 'only what chooses the owners')
})

test('[G3] a claim that goes missing: the next in rank claims', t => {
  const { h, session } = play()
  h.drain('O')
  h.pass(is('offer'))
  h.drop(is('claim'))
  h.wait(100)
  t.not(h.owner(session), 'O')
  reads(t, h, 'the first claim is lost; 40 ms later the second comes')
})

test('[G3] no claim arrives at all: the owner chooses by the same rank', t => {
  const { h, session } = play()
  h.drain('O')
  h.wait(200, not(is('claim')))
  t.not(h.owner(session), 'O')
  h.drop()
  reads(t, h, 'after 100 ms O sends a hold to whom it would have granted the session')
})

/** O asks for votes, one voter accepts, and O dies. */
function dieAsOneAccepts(t: ExecutionContext, h: Hand, session: SessionId): void {
  h.drain('O')
  h.pass(not(is('accept')))
  h.deliver(h.drop(is('accept'))[0]!)
  h.drop()
  h.kill('O')
  h.wait(1000)
  t.not(h.owner(session), null)
}

test('[E4] the owner dies as its vote is accepted: with three voters that decides it', t => {
  const { h, session } = play()
  dieAsOneAccepts(t, h, session)
  reads(t, h, 'who accepts it knows that two of three have')
})

test('[E5] the owner dies between accept and decided: a voter finishes what it began', t => {
  const { h, session } = play(['O', 'P', 'Q', 'R', 'S'], 2)
  dieAsOneAccepts(t, h, session)
  reads(
    t,
    h,
    'one acceptance beside its own is no majority of five: it is found by prepare, and proposed again at a higher ballot',
  )
})

test('[G4] a failover: the owner is seen dead', t => {
  const { h, session } = play()
  h.kill('O')
  h.wait(1000)
  t.not(h.owner(session), null)
  reads(t, h, 'the backup asks for promises, has the next backup hold the state, and votes')
})

test('[G5] a cut: the old owner wakes up fenced', t => {
  const { h, session } = play()
  const inside = ({ from, to }: Letter) => from !== peer('O') && to !== peer('O')
  h.wait(3000, inside)
  h.drop()
  h.command('O', 1, session, 2, 'behind the cut')
  h.pass(inside)
  t.is(h.acked('O', 1), 1)
  h.transcript.push('the cut heals')
  h.wait(1000)
  t.not(h.owner(session), 'O')
  reads(t, h, 'O keeps asking its backup, which answers that another epoch is decided')
})
