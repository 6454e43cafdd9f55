// What backups and witnesses hold, keep and forget, by hand: late states, longer ones, ends that nobody told them of.
import test from 'ava'
import { repeat } from '../../../node/core/session/replication.ts'
import type { Ballot, Configuration } from '../../../protocol/configuration.ts'
import type { Epoch, PeerId, SessionId } from '../../../protocol/ids.ts'
import { Hand, is, peer, without } from '../hand.ts'
import { laid, not, says, six, words } from '../laid.ts'

test('[E1] [E3] a backup confirms what its epoch begins with as soon as it learns of it, and is sent nothing for that', t => {
  const { h, session } = laid()
  const { epoch } = h.config('A', session)!
  h.command('A', 1, session, 1, 'x')
  h.pass()
  h.drain('A')
  h.wait(100, l => !is('append', 'append-delta')(l))
  t.deepEqual(h.net.filter(is('append', 'append-delta')), [])
  const owner = h.owner(session)!
  const m = h.node(owner).context.store.members.get(session)!
  t.true(m.config.epoch > epoch)
  t.is(m.running!.confirmedVersion, m.running!.version)
})

/** As in a mesh where one more command was applied, which nobody here knows of. */
function ghost() {
  const { h, session, backup } = laid()
  h.command('A', 1, session, 1, 'ghost')
  h.pass()
  return h.node(backup).context.store.members.get(session)!.copy!
}

/** The witness holds a longer state than the owner has, and then becomes the backup of the next epoch. */
function longer() {
  const { h, session, backup, witness, other } = laid()
  const config = h.config('A', session)!
  const next: Configuration = { ...config, epoch: (config.epoch + 1) as Epoch, backups: [peer(witness)] }
  const { version, bytes: state } = ghost()
  const ballot = { round: 1, peer: peer(backup) }
  says(h, witness, backup, { kind: 'hold', config, ballot, next, version, state })
  for (const to of ['A', witness]) says(h, to, backup, { kind: 'decided', config: next })
  return { h, session, witness, other }
}

test('[E1] a backup that has inherited more than the owner gives it up', t => {
  const { h, session, witness } = longer()
  h.wait(300)
  h.kill('A')
  h.wait(1000)
  t.is(h.owner(session), witness)
  t.deepEqual(words(h, session), [])
})

test('[E1] the first state of an epoch is whole: a difference does not fit what was inherited', t => {
  const { h, session, witness } = longer()
  h.drop(is('append'))
  for (const [seq, word] of [
    [1, 'x'],
    [2, 'y'],
  ] as const)
    h.command('A', 1, session, seq, word)
  h.pass(is('append-delta', 'confirm', 'deliver'))
  t.is(h.last('A', 1, 'ack'), undefined)
  h.wait(1000)
  t.is(h.acked('A', 1), 2)
  h.kill('A')
  h.wait(1000)
  t.is(h.owner(session), witness)
  t.deepEqual(words(h, session), ['x', 'y'])
  t.deepEqual(h.broken(), [])
})

test('[E1] what a backup begins an epoch with counts only where the owner began with the same', t => {
  const { h, session, witness } = longer()
  const r = () => h.node('A').context.store.members.get(session)!.running!
  h.pass()
  t.is(r().confirmed, null)
  h.wait(300)
  t.is(r().confirmedVersion, r().version)
  t.is(h.node(witness).context.store.members.get(session)!.copy!.version, r().version)
})

test('[E3] a hold of a lower ballot that comes late replaces nothing', t => {
  const { h, session, backup, witness, other } = laid()
  const config = h.config('A', session)!
  const copyNow = () => h.node(backup).context.store.members.get(session)!.copy!
  const older = copyNow()
  h.command('A', 1, session, 1, 'x')
  h.pass()
  const next = { ...config, epoch: (config.epoch + 1) as Epoch, owner: peer(backup), backups: [peer(other)] }
  const hold = (round: number, by: string, { version, bytes: state }: typeof older) =>
    says(h, other, backup, { kind: 'hold', config, ballot: { round, peer: peer(by) }, next, version, state })
  hold(2, backup, copyNow())
  hold(1, witness, older)
  says(h, other, backup, { kind: 'decided', config: next })
  t.is(h.node(other).context.store.members.get(session)?.copy?.version, copyNow().version)
})

test('[E3] who takes over again has its state held again: what was held meanwhile may be another', t => {
  const { h, config } = six()
  const by = config.backups[0]!
  h.kill('A', [by])
  const asked: Ballot[] = []
  let first: PeerId | null = null
  // Of those who should hold it only one is reached.
  h.wait(3000, ({ to, message }) => {
    if (message.kind !== 'hold') return true
    first ??= to
    if (to === first) asked.push(message.ballot)
    return to === first
  })
  t.true(new Set(asked.map(({ round }) => round)).size > 1)
})

test('[E1] a whole state that comes late does not undo a newer one', t => {
  const { h, session } = laid()
  h.command('A', 1, session, 1, 'x')
  h.drop(is('append-delta'))
  h.wait(300, () => false)
  const [late] = h.net.filter(is('append'))
  h.pass()
  h.command('A', 1, session, 2, 'y')
  h.pass()
  t.is(h.acked('A', 1), 2)
  h.deliver(late!)
  h.kill('A')
  h.wait(1000)
  t.deepEqual(words(h, session), ['x', 'y'])
})

/** A session that nobody entered ends in about a minute; who is cut off from then on does not hear of it. */
function ended(): { h: Hand; session: SessionId; deaf: string } {
  const h = new Hand(['A', 'B', 'C'])
  h.open('A', 1, 'ann')
  h.say('A', 1, { kind: 'create', key: 'k' as never })
  h.pass()
  const { session } = h.last('A', 1, 'created')!
  const deaf = h.config('A', session)!.backups[0]!
  h.wait(58_000)
  for (let s = 0; s < 10 && h.config('A', session)!.owner !== null; s++) h.wait(1000, without(deaf))
  h.drop(l => l.to === deaf || l.from === deaf)
  return { h, session, deaf }
}

test('[E8] who ended a session stays until all its members know, or are dead', t => {
  const { h, session, deaf } = ended()
  t.is(h.config('A', session)?.owner, null)
  t.not(h.config(deaf, session)?.owner, null)
  h.event(peer('A'), { kind: 'socket-closed', socket: 1 as never })
  h.drain('A')
  h.wait(3000, without(deaf))
  t.is(h.exits.get(peer('A')), undefined)
  h.drop()
  h.wait(3000)
  t.is(h.exits.get(peer('A')), true)
  t.is(h.config(deaf, session)?.owner, null)
})

test('[G1] an hour after its end, a session is still known to be over by all who took part', t => {
  // Also after a day, for as long as one that was named in it has not been heard.
  for (const hours of [1, 36]) {
    const { h, session, deaf } = ended()
    h.now += hours * 3_600_000 + 100_000
    // It was the other that was silent for so long, not this process that stood still.
    for (const { context } of hours > 24 ? h.nodes.values() : []) {
      const silent = context.peers.get(peer(deaf))
      if (silent) silent.heardAt = Number.NEGATIVE_INFINITY
    }
    h.wait(3000, without(deaf))
    h.drop(l => l.to === deaf || l.from === deaf)
    h.wait(10_000)
    t.is(h.owner(session), null)
    t.is(h.config(deaf, session)?.owner, null)
    t.deepEqual(h.broken(), [])
  }
})

test('[E8] who has claimed a session stays until it hears what came of it', t => {
  const { h, session, other } = laid()
  h.drain('A')
  h.drop(l => is('offer')(l) && l.to !== peer(other))
  h.wait(90, is('offer', 'claim'))
  t.truthy(h.node(other).context.store.held.get(session)?.offered)
  h.drain(other)
  h.wait(2000, not(is('decided', 'owned', 'confirm')))
  t.is(h.exits.get(peer(other)), undefined)
  h.wait(5000)
  t.is(h.exits.get(peer(other)), true)
  t.not(h.owner(session), null)
})

test('[E7] a dead backup is replaced at once, a dead witness when those have been whose players wait', t => {
  const { h, session, backup, witness } = laid(['A', 'B', 'C', 'D', 'E'])
  h.kill(witness)
  h.wait(80)
  t.true(h.config('A', session)!.voters.includes(peer(witness)))
  h.wait(220)
  t.false(h.config('A', session)!.voters.includes(peer(witness)))
  h.kill(backup)
  h.wait(500)
  t.false(h.config('A', session)!.voters.includes(peer(backup)))
})

test('[E7] a silent witness keeps its vote until a live node takes its place', t => {
  const { h, session, witness } = laid(['A', 'B', 'C'])
  const { epoch } = h.config('A', session)!
  h.kill(witness, [])
  h.wait(3000)
  h.operate('A', 'drain')
  h.drop(is('offer'))
  t.true(h.operate('A', 'cancel-drain')?.ok)
  h.wait(1000)
  const config = h.config('A', session)!
  t.true(config.epoch > epoch)
  t.true(config.voters.includes(peer(witness)))
})

test('[E3] a claim of an earlier epoch holds nothing of the present one', t => {
  const { h, session, other } = laid()
  h.command('A', 1, session, 1, 'x')
  h.pass()
  h.operate('A', 'drain')
  h.drop(l => is('offer')(l) && l.to !== peer(other))
  h.wait(90, is('offer'))
  const [old] = h.drop(is('claim'))
  t.is(old?.from, peer(other))
  t.true(h.operate('A', 'cancel-drain')?.ok)
  h.wait(1000, without(other))
  h.drop()
  h.drain('A')
  h.drop()
  h.deliver(old!)
  h.wait(90, without(other))
  t.not(h.config('A', session)!.owner, peer(other))
  h.wait(3000)
  t.deepEqual(words(h, session), ['x'])
  t.deepEqual(h.broken(), [])
})

test('[E1] what is sent again is the version, and not what was applied since', t => {
  const { h, session } = laid()
  const { context } = h.node('A')
  const { config, running: r } = context.store.members.get(session)!
  r!.confirms.clear()
  const sent = () => {
    repeat(context, config, r!)
    return context.takeEffects().length
  }
  t.is(sent(), 1)
  r!.dirty = true
  t.is(sent(), 0)
})
