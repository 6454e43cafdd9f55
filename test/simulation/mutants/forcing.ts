// Rules of going on without a quorum.
import type { Mutant } from './mutant.ts'

const FORCE = 'node/core/incarnations/force.ts'
const LIVES = 'node/core/incarnations/meeting.ts'
const GAVE_WAY = 'if (parted && !stays && doneBy(r) <= forked.now)'
const BOTH_HALVES =
  '[G1] [G4] both halves may go on: one of them stays when they meet, and nothing that it acknowledged is lost'

export const forcing: readonly Mutant[] = [
  {
    name: 'forcesTheHeard',
    rule: 'G1',
    what: 'forces a session that has a quorum',
    file: FORCE,
    from: "  if (hasQuorum(ctx, m))\n    return no('goes-on',",
    to: "  if (false) return no('goes-on',",
    caughtBy: '[G1] an operator may force a session that has no quorum, once, and no other',
    scenario: 'fork',
  },
  {
    name: 'forcesTwice',
    rule: 'G1',
    what: 'forces a session that goes on in another life already',
    file: FORCE,
    from: "  if (last !== session) return no('goes-on',",
    to: "  if (false) return no('goes-on',",
    caughtBy: '[G1] an operator may force a session that has no quorum, once, and no other',
    scenario: 'fork',
  },
  {
    name: 'forcesAtOnce',
    rule: 'G5',
    what: 'does not wait for FORCE_AFTER',
    file: FORCE,
    from: 'else if (ctx.now - m.stuckAt >= forceAfterMs && isFirst',
    to: 'else if (isFirst',
    caughtBy: '[G5] what was heard again in between is waited for anew',
    scenario: 'fork',
  },
  {
    name: 'countsAllSilence',
    rule: 'G5',
    what: 'counts the time since a majority was missed first, although it was heard again',
    file: FORCE,
    from: '    if (hasQuorum(ctx, m)) m.stuckAt = -1\n',
    to: '    if (hasQuorum(ctx, m)) continue\n',
    caughtBy: { harmless: 'voters that are back decide on a new epoch, which is waited for anew' },
    scenario: 'fork',
  },
  {
    name: 'waitsForABackup',
    rule: 'G4',
    what: 'has a forced session wait for a backup',
    file: 'node/core/consensus/next.ts',
    from: 'if (config.epoch === 0 && !by.forced &&',
    to: 'if (config.epoch === 0 &&',
    caughtBy: '[G4] with QUORUM=any the half that is left goes on after FORCE_AFTER, with all that was acknowledged',
    scenario: 'fork',
  },
  {
    name: 'earlierStays',
    rule: 'G4',
    what: 'has a forced life give way to one that did less',
    file: LIVES,
    from: GAVE_WAY,
    to: 'if (!r)',
    caughtBy: BOTH_HALVES,
    scenario: 'fork',
  },
  {
    name: 'laterStays',
    rule: 'G4',
    what: 'has the earlier life give way to a forced one that did less',
    file: LIVES,
    from: GAVE_WAY,
    to: 'if (parted && !stays)',
    caughtBy:
      '[G4] an owner that went on with others stays, where it did more, and the half that was forced is kept as unsure',
    scenario: 'fork',
  },
  {
    name: 'forgetsItsWord',
    rule: 'G1',
    what: 'gives way to whom it has sent away',
    file: LIVES,
    from: GAVE_WAY,
    to: 'if (parted && doneBy(r) <= forked.now)',
    caughtBy: '[G1] who has sent another life away never gives way to it, whoever owns it by then',
    scenario: 'fork',
  },
  {
    name: 'leavesPlayersBehind',
    rule: 'G4',
    what: "tells only its own sockets that the owner's session was forced",
    file: LIVES,
    from: '  for (const former of ctx.store.forced) tellWatchers(ctx, former)\n',
    to: '',
    caughtBy: '[G4] an owner that is left alone goes on too, and its players hear where, whichever node they are on',
    scenario: 'fork',
  },
]
