// A node's attempt to decide the next configuration of a session, at its beginning.
import { BALLOT_ZERO } from '../../../protocol/configuration.ts'
import type { Context } from '../context.ts'
import type { Member, Proposal } from './member.ts'

export function newProposal(ctx: Context, m: Member, phase: Proposal['phase'], round: number): Proposal {
  const ballot = round === 0 ? BALLOT_ZERO : { round, peer: ctx.me }
  const before = m.proposal?.ballot.round === 0 && round === 0 ? m.proposal : null
  // Ballot 0 has one state: its holds stay good whatever is chosen.
  return {
    ballot,
    phase,
    next: null,
    promises: new Set(),
    accepts: new Set(),
    holds: new Set(before?.holds ?? [ctx.me]),
    canLoad: new Set(before?.canLoad ?? [ctx.me]),
    best: null,
  }
}
