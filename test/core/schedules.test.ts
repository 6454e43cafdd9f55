// Rare or instructive schedules, written by hand: what random search finds once in a hundred thousand runs, or never.
import test from 'ava'
import type { Configuration } from '../../protocol/configuration.ts'
import { BALLOT_ZERO } from '../../protocol/configuration.ts'
import type { Epoch } from '../../protocol/ids.ts'
import { Hand, is, type Letter, peer, without } from './hand.ts'
import { laid, not, says, six, words } from './laid.ts'

test('[E1] a command is acknowledged only when the backup holds it', t => {
  const { h, session, backup } = laid()
  h.command('A', 1, session, 1, 'x')
  h.pass(not(is('append', 'append-delta')))
  t.is(h.last('A', 1, 'ack'), undefined)
  h.pass(l => l.to === peer(backup) || l.from === peer(backup))
  t.is(h.acked('A', 1), 1)
})

test('[E1] a resend of what the backup does not hold yet is not acknowledged either', t => {
  const { h, session } = laid()
  h.command('A', 1, session, 1, 'x')
  h.drop(is('append', 'append-delta'))
  h.command('A', 1, session, 1, 'x')
  h.pass(not(is('append', 'append-delta')))
  t.is(h.last('A', 1, 'ack'), undefined)
  h.wait(500)
  t.is(h.acked('A', 1), 1)
  t.deepEqual(words(h, session), ['x'])
})

test('[E1] [G6] nobody is shown what the backup does not hold', t => {
  const { h, session } = laid()
  h.command('A', 1, session, 1, 'secret')
  h.pass(not(is('append', 'append-delta')))
  t.false(JSON.stringify(h.heard('A', 1)).includes('secret'))
})

test('[E5] a backup that has promised confirms nothing more, so its old owner acknowledges nothing', t => {
  const { h, session, backup } = laid()
  const m = h.node('A').context.store.members.get(session)!
  h.event(peer(backup), {
    kind: 'message',
    from: peer('C'),
    message: { kind: 'prepare', config: m.config, ballot: { round: 1, peer: peer('C') } },
  })
  h.drop()
  h.command('A', 1, session, 1, 'late')
  h.pass(is('append', 'append-delta', 'confirm', 'deliver'))
  t.is(h.last('A', 1, 'ack'), undefined)
})

test('[E3] a claim is not passed on after accept: the value of a ballot never changes', t => {
  const { h, session, backup, witness, other } = laid()
  h.drain('A')
  h.pass(l => is('offer')(l) && l.to !== peer(backup))
  // The other one claims first; its backup confirmed the final version already, so accept goes out.
  h.drop(is('claim'))
  const config = h.config('A', session)!
  const { version } = h.node('A').context.store.members.get(session)!.running!
  says(h, 'A', other, { kind: 'claim', session, epoch: config.epoch, version })
  const first = h.drop(is('accept')).find(l => l.to === peer(witness))!
  t.is(first.message.kind === 'accept' && first.message.next.owner, peer(other))
  says(h, 'A', witness, { kind: 'claim', session, epoch: config.epoch, version })
  t.deepEqual(h.drop(is('accept', 'hold')), [])
  h.deliver(first)
  h.drop()
  h.kill('A')
  h.wait(3000)
  t.is(h.owner(session), other, 'whoever takes over must finish what may have been decided')
  t.deepEqual(h.broken(), [])
})

test('[E4] [E5] an owner that dies between accept and decided: its vote is finished by a voter', t => {
  const { h, session } = six()
  h.command('A', 1, session, 1, 'x')
  h.pass()
  t.is(h.config('A', session)?.voters.length, 5, 'so one acceptance beside its own decides nothing')
  h.drain('A')
  h.wait(100, not(is('accept')))
  h.deliver(h.drop(is('accept'))[0]!)
  t.is(h.owner(session), 'A')
  h.drop()
  h.kill('A')
  h.wait(3000)
  t.not(h.owner(session), null)
  t.not(h.owner(session), 'A')
  t.deepEqual(words(h, session), ['x'])
  t.deepEqual(h.broken(), [])
})

test('[E4] a voter whose acceptance decides tells those who go on, and the old owner need not', t => {
  const { h, session, backup, other } = laid()
  h.drain('A')
  h.wait(100, not(is('accepted')))
  h.kill('A', [])
  h.pass(l => l.from !== peer('A'))
  t.true([backup, other].includes(h.owner(session)!))
  t.is(h.notes.filter(({ note }) => note.name === 'takeover').length, 0)
})

test('[E8] an answer about an epoch before frees nobody', t => {
  const { h, session, other } = laid()
  const config = h.config('A', session)!
  const { waits } = h.node(other).context
  const epoch = (config.epoch + 1) as Epoch
  const answers = (about: Configuration) => says(h, other, 'A', { kind: 'owned', config: about })
  waits.set(session, { entrusted: null, epoch, who: new Set([peer('A')]), lookAt: Number.POSITIVE_INFINITY })
  answers(config)
  t.true(waits.has(session))
  answers({ session, epoch, owner: null, backups: [], voters: [] })
  t.false(waits.has(session))
})

test('[E6] half of the voters is a quorum only where the others are seen dead', t => {
  const h = new Hand(['A', 'B'])
  const session = h.session('A', 1, 'ann')
  t.is(h.config('A', session)!.voters.length, 2)
  h.kill('A', [])
  h.wait(10_000)
  t.is(h.owner(session), null, 'silence is not death: it might be a cut')
  h.event(peer('B'), { kind: 'peer-dead', peer: peer('A') })
  h.wait(1000)
  t.is(h.owner(session), 'B')
})

test('[E7] a silent backup is replaced, and the session goes on', t => {
  const { h, session, backup } = laid()
  h.kill(backup, [])
  h.command('A', 1, session, 1, 'x')
  h.wait(4000)
  t.is(h.acked('A', 1), 1)
  t.false(h.config('A', session)!.backups.includes(peer(backup)))
})

test('[E7] silence never leaves a session without a backup', t => {
  const h = new Hand(['A', 'B'])
  const session = h.session('A', 1, 'ann')
  h.kill('B', [])
  h.command('A', 1, session, 1, 'x')
  h.wait(10_000)
  t.is(h.last('A', 1, 'ack'), undefined)
  t.is(h.last('A', 1, 'paused')?.session, session)
  t.is(h.node('A').context.store.sealed.size, 0, 'nothing is proposed in its place')
  h.event(peer('A'), { kind: 'peer-dead', peer: peer('B') })
  h.wait(1000)
  t.is(h.acked('A', 1), 1)
})

test('[E2] a cancelled drain goes on only at a decided next epoch', t => {
  const { h, session } = laid()
  const { epoch } = h.config('A', session)!
  h.operate('A', 'drain')
  h.drop(is('offer'))
  // Nobody claims it, so it is sealed, and given to one who does not answer yet.
  h.wait(150, () => false)
  t.is(h.node('A').context.store.sealed.size, 1)
  h.command('A', 1, session, 1, 'x')
  t.true(h.operate('A', 'cancel-drain')?.ok)
  h.pass(is('route', 'deliver', 'append', 'append-delta', 'confirm'))
  t.is(h.last('A', 1, 'ack'), undefined)
  h.wait(2000)
  t.is(h.acked('A', 1), 1)
  t.true(h.config('A', session)!.epoch > epoch)
  t.deepEqual(words(h, session), ['x'])
})

test('[E8] after a cancelled drain those who answered the offer hear what came of it', t => {
  const { h, session } = laid()
  const { epoch } = h.config('A', session)!
  h.operate('A', 'drain')
  h.pass(is('offer'))
  h.drop(is('claim', 'held'))
  h.operate('A', 'cancel-drain')
  h.wait(1000)
  t.is(h.owner(session), 'A')
  for (const name of ['A', 'B', 'C', 'D']) {
    t.true(h.config(name, session)!.epoch > epoch)
    t.false(h.node(name).context.store.held.has(session))
  }
})

test('[E8] a node exits only when the new owner itself has answered', t => {
  const { h } = laid()
  h.event(peer('A'), { kind: 'socket-closed', socket: 1 as never })
  h.drain('A')
  // It tells all, and answers who asks.
  h.wait(3000, l => l.to !== peer('A') || !is('owned', 'decided')(l))
  t.is(h.exits.get(peer('A')), undefined)
  h.wait(3000)
  t.is(h.exits.get(peer('A')), true)
})

test('[E8] a new owner whose answer is lost is told again, and answers again', t => {
  const { h } = laid()
  h.event(peer('A'), { kind: 'socket-closed', socket: 1 as never })
  h.drain('A')
  h.wait(3000, l => l.to !== peer('A') || !is('owned', 'decided')(l))
  h.drop()
  // Sooner than a backup that is replaced, or the directories' comparison, tells of it by the way.
  h.wait(300, not(is('about', 'digest')))
  t.is(h.exits.get(peer('A')), true)
})

test('[E1] what a backup confirmed of the epoch before counts for nothing in the next', t => {
  const { h, session, backup } = laid()
  const before = h.config('A', session)!
  h.kill(before.voters.find(v => v !== 'A' && v !== backup)!)
  h.wait(4000)
  const config = h.config('A', session)!
  t.true(config.epoch > before.epoch)
  t.is(config.owner as string, 'A')
  const [holds] = config.backups
  h.command('A', 1, session, 1, 'x')
  h.drop(is('append', 'append-delta'))
  const { version } = h.node('A').context.store.members.get(session)!.running!
  says(h, 'A', holds!, { kind: 'confirm', session, epoch: before.epoch, version })
  t.is(h.last('A', 1, 'ack'), undefined)
  says(h, 'A', holds!, { kind: 'confirm', session, epoch: config.epoch, version })
  t.is(h.acked('A', 1), 1)
})

test('[E8] a node that leaves in order is noted as left, once, and one that crashes as dead', t => {
  const { h } = laid()
  h.event(peer('A'), { kind: 'socket-closed', socket: 1 as never })
  h.drain('A')
  h.wait(3000)
  t.is(h.exits.get(peer('A')), true)
  h.kill('A')
  h.kill('B')
  const gone = h.notes.flatMap(({ peer: by, note }) =>
    by === 'D' && (note.name === 'left' || note.name === 'dead') ? [`${note.peer} ${note.name}`] : [],
  )
  t.deepEqual(gone, ['A left', 'B dead'])
})

test('[E8] who answered a hold stays until it hears what came of it', t => {
  const { h, session, other } = laid()
  const config = h.config('A', session)!
  const { copy } = h.node(config.backups[0]!).context.store.members.get(session)!
  const next: Configuration = { ...config, epoch: (config.epoch + 1) as Epoch, owner: peer(other) }
  h.event(peer(other), {
    kind: 'message',
    from: peer('A'),
    message: {
      kind: 'hold',
      config,
      ballot: { round: 1, peer: peer('A') },
      next,
      version: copy!.version,
      state: copy!.bytes,
    },
  })
  h.drain(other)
  h.wait(3000, l => !is('decided')(l) || l.to !== peer(other))
  t.is(h.exits.get(peer(other)), undefined)
  h.drain('A')
  h.wait(5000)
  t.is(h.exits.get(peer(other)), true)
})

test('[E8] silence is no answer to who holds a session that is being made: its vote may already be counted', t => {
  const h = new Hand(['A', 'B'])
  h.open('A', 1, 'ann')
  h.say('A', 1, { kind: 'create', key: 'k' as never })
  h.pass(is('hold', 'held'))
  // A has decided epoch 1, with B, which does not hear of it.
  const cut = () => false
  h.drain('B')
  h.wait(20_000, cut)
  t.is(h.exits.get(peer('B')), undefined)
  h.drop()
  h.wait(3000)
  t.is(h.last('A', 1, 'created')?.seat, 0 as never)
  t.is(h.exits.get(peer('B')), true)
  t.deepEqual(h.broken(), [])
})

test('[E8] a new owner that dies before it answers: the next one is asked, and the drain ends', t => {
  const { h, session } = laid()
  h.event(peer('A'), { kind: 'socket-closed', socket: 1 as never })
  h.drain('A')
  const unanswered = not(is('owned'))
  h.wait(20, unanswered)
  const first = h.owner(session)!
  t.not(first, 'A')
  h.kill(first)
  h.wait(1000, unanswered)
  h.drop()
  h.wait(5000)
  t.is(h.exits.get(peer('A')), true)
  t.deepEqual(h.broken(), [])
})

test('[G4] an owner dies: the backup goes on with everything acknowledged', t => {
  const { h, session } = laid()
  for (let n = 1; n <= 5; n++) h.command('A', 1, session, n, n)
  h.pass()
  t.is(h.heard('A', 1).filter(m => m.kind === 'ack').length, 5)
  h.kill('A')
  h.wait(1000)
  t.deepEqual(words(h, session), [1, 2, 3, 4, 5])
})

test('[G5] a cut between an owner and everybody else: it acknowledges nothing, and the others go on', t => {
  const { h, session, backup } = laid()
  h.command('A', 1, session, 1, 'before')
  h.pass()
  const cut = without('A')
  h.wait(3000, cut)
  h.drop()
  h.command('A', 1, session, 2, 'behind the cut')
  h.wait(3000, cut)
  h.drop()
  t.is(h.acked('A', 1), 1)
  const epochs = h.config(backup, session)!.epoch
  t.true(epochs > h.config('A', session)!.epoch)
  h.wait(10_000)
  t.not(h.owner(session), null)
  t.deepEqual(words(h, session), ['before'])
  t.deepEqual(h.broken(), [])
})

test('[G3] the clock keeps its remaining time over a handoff and does not run while the session is sealed', t => {
  const { h, session } = laid()
  h.wait(4000)
  h.drain('A')
  h.wait(40, not(is('offer')))
  h.wait(1000)
  const r = h.node(h.owner(session)!).context.store.members.get(session)!.running!
  const left = r.remainingMs(h.now)!
  t.true(left > 4500 && left <= 5600, `${left} ms left`)
})

test('[G3] a snapshot that cannot be loaded is set aside, and a node that can is asked', t => {
  const { h, session } = laid(['A', 'B', 'C'])
  const [x] = ['B', 'C'].filter(n => n !== h.config('A', session)!.backups[0])
  // Spoil the offer on its way to whoever would claim it first.
  h.drain('A')
  for (const l of h.net) {
    if (l.message.kind === 'offer' && l.message.state && l.to !== peer(x!)) l.message.state.fill(0xc1)
  }
  h.wait(2000)
  t.is(h.exits.get(peer('A')), undefined)
  h.wait(4000)
  t.not(h.owner(session), null)
  t.true(h.notes.some(n => n.note.name === 'quarantined'))
  t.deepEqual(h.broken(), [])
})

test('[G3] a slow node that came with the deploy gets the session all the same, so that it moves once', t => {
  const { h, session } = laid()
  h.join('N', { release: 'v2', startedAt: 99 })
  h.settle()
  h.drain('A')
  const slow = (l: Letter) => l.from !== peer('N') && l.to !== peer('N')
  h.wait(48, slow)
  t.is(h.owner(session), 'A', 'nobody else claims')
  h.wait(500)
  t.is(h.owner(session), 'N')
  t.deepEqual(h.broken(), [])
})

test('[G3] the ballot of an owner is one value, also after it offers again', t => {
  t.is(BALLOT_ZERO.round, 0)
  const { h, session } = laid()
  h.drain('A')
  h.drop(is('offer'))
  h.wait(45, not(is('offer')))
  h.wait(2000)
  t.not(h.owner(session), 'A')
  t.deepEqual(h.broken(), [])
})
