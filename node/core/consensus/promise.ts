// What a voter has promised and accepted: the two things that it may never go back on.
//
// [E5] What it promised never falls: a lower ballot that was accepted after a promise could decide behind the back of
// whoever was promised. [E4] A ballot has one value: whoever finishes a vote takes what it finds at the highest ballot
// for the only value of it (Lamport, "Paxos Made Simple"). Both are asserted here, where they are kept, whatever the
// machines around them got wrong: then this node stops the session and is silent, which any quorum outlives.
import { type Ballot, type Configuration, compareBallots } from '../../../protocol/configuration.ts'
import { invariant } from '../invariant.ts'
import { equal } from '../std/equal.ts'
import type { Member } from './member.ts'

export function promise(m: Member, ballot: Ballot): void {
  const { session, epoch } = m.config
  invariant(compareBallots(ballot, m.promised) >= 0, session, `a promise of epoch ${epoch} would fall [E5]`)
  m.promised = ballot
}

export function accept(m: Member, ballot: Ballot, next: Configuration): void {
  promise(m, ballot)
  const { session, epoch } = m.config
  const again = m.accepted !== null && compareBallots(m.accepted.ballot, ballot) === 0
  invariant(!again || equal(m.accepted!.next, next), session, `a ballot of epoch ${epoch} would have two values [E4]`)
  invariant(next.epoch === epoch + 1, session, `a vote of epoch ${epoch} would skip to ${next.epoch} [G1]`)
  m.accepted = { ballot, next }
}
