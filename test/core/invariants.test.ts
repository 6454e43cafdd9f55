// Each promise is asserted where it is kept. Here each of these assertions is seen to fire: what it asserts is broken
// by hand, since no message can.
import test from 'ava'
import { accept, promise } from '../../node/core/consensus/promise.ts'
import { newProposal } from '../../node/core/consensus/proposal.ts'
import { startAccept } from '../../node/core/consensus/proposer.ts'
import { exit } from '../../node/core/handoff/drain.ts'
import { InvariantError } from '../../node/core/invariant.ts'
import { settle } from '../../node/core/session/replication.ts'
import type { Configuration } from '../../protocol/configuration.ts'
import type { Epoch, Seq, Version } from '../../protocol/ids.ts'
import { is, peer } from './hand.ts'
import { laid } from './laid.ts'

/** The owner's record of ann's session, and what it has of it. */
function owned() {
  const { h, session, backup } = laid()
  const { context } = h.node('A')
  const m = context.store.members.get(session)!
  const next: Configuration = { ...m.config, epoch: (m.config.epoch + 1) as Epoch }
  return { h, session, backup: peer(backup), context, m, r: m.running!, next }
}

const breaks = (pattern: RegExp) => ({ instanceOf: InvariantError, message: pattern })

test('[E1] nothing is told that a backup has not confirmed', t => {
  const { context, m, r, backup } = owned()
  r.confirms.set(backup, (r.confirmedVersion - 1) as Version)
  t.throws(() => settle(context, m.config, r), breaks(/is told, and .* has .* \[E1\]/))
})

test('[E1] no version is confirmed twice', t => {
  const { h, session, context, m, r, backup } = owned()
  h.command('A', 1, session, 1, 'x')
  h.drop(is('append', 'append-delta'))
  r.confirmedVersion = r.version
  r.confirms.set(backup, r.version)
  t.throws(() => settle(context, m.config, r), breaks(/is confirmed again \[E1\]/))
})

test('[E2] nothing is applied to a session that is sealed', t => {
  const { r } = owned()
  r.seal(0)
  t.throws(() => r.apply({ state: r.state }, 0), breaks(/sealed \[E2\]/))
})

test('[G2] a seat goes from one command to the next, and to no other', t => {
  const { r } = owned()
  const [seat] = r.state.seats
  const after = (last: number) => ({ state: { ...r.state, seats: [{ ...seat!, last: last as Seq }] } })
  t.notThrows(() => r.apply(after(seat!.last + 1), 0))
  t.throws(() => r.apply(after(seat!.last + 3), 0), breaks(/seat 0 would go from command .* \[G2\]/))
  t.throws(() => r.apply(after(seat!.last), 0), breaks(/would go from command/))
  t.throws(() => r.apply({ state: { ...r.state, seats: [] } }, 0), breaks(/has 0 seats/))
  const other = { ...seat!, player: 'bob' as never, last: (seat!.last + 1) as Seq }
  t.throws(() => r.apply({ state: { ...r.state, seats: [other] } }, 0), breaks(/another player's/))
})

test('[E3] no vote begins before all who must hold the state hold it', t => {
  const { context, m, next } = owned()
  const p = { ...newProposal(context, m, 'hold', 0), next: { ...next, owner: peer('D') } }
  m.proposal = p
  t.throws(() => startAccept(context, m, p), breaks(/before all hold the state \[E3\]/))
})

test('[E5] no promise falls', t => {
  const { m } = owned()
  promise(m, { round: 2, peer: peer('B') })
  t.throws(() => promise(m, { round: 1, peer: peer('C') }), breaks(/would fall \[E5\]/))
})

test('[E4] [G1] a ballot has one value, and a vote is about the next epoch', t => {
  const { m, next } = owned()
  const ballot = { round: 1, peer: peer('B') }
  accept(m, ballot, next)
  t.notThrows(() => accept(m, ballot, { ...next }))
  t.throws(() => accept(m, ballot, { ...next, owner: peer('D') }), breaks(/two values \[E4\]/))
  const far = { ...next, epoch: (next.epoch + 1) as Epoch }
  t.throws(() => accept(m, { round: 2, peer: peer('B') }, far), breaks(/would skip to .* \[G1\]/))
})

test('[E8] no node leaves in good order while it has a part in a session, or waits for an answer', t => {
  const { context, m, session } = owned()
  t.throws(() => exit(context, true), breaks(/\[E8\]/))
  context.store.members.delete(session)
  context.waits.set(session, { epoch: m.config.epoch, who: null, entrusted: null, lookAt: 0 })
  t.throws(() => exit(context, true), breaks(/\[E8\]/))
})
