// Offers and claims: the state that goes ahead of a session, and what it counts for [E1, E3].
import type { Mutant } from './mutant.ts'

const HANDOFF = 'node/core/handoff/handoff.ts'
const PROPOSER = 'node/core/consensus/proposer.ts'

export const offering: readonly Mutant[] = [
  {
    name: 'claimAnyEpoch',
    rule: 'E3',
    what: 'a claim of an earlier epoch counts as holding what is offered now',
    file: HANDOFF,
    from: 'const m = memberOrTell(ctx, from, message)\n  if (!m?.running',
    to: 'const m = ctx.store.members.get(message.session)\n  if (!m?.running',
    caughtBy: '[E3] a claim of an earlier epoch holds nothing of the present one',
  },
  {
    name: 'switchAfterAccept',
    rule: 'E3',
    what: 'gives a claim to another after accept has gone out',
    file: HANDOFF,
    from: "if (!p || p.phase === 'accept') return",
    to: 'if (!p) return',
    also: [
      {
        file: HANDOFF,
        from: 'if (!m?.running || !isUncontested(m)) return',
        to: 'if (!m?.running || m.promised.round > 0) return',
      },
      {
        file: PROPOSER,
        from: 'm.running !== null && isUncontested(m)',
        to: 'm.running !== null && m.promised.round === 0',
      },
    ],
    caughtBy: '[E3] a claim is not passed on after accept: the value of a ballot never changes',
  },
  {
    name: 'claimOld',
    rule: 'E3',
    what: 'takes who holds an older version of the offer for a holder of what was sealed',
    file: PROPOSER,
    from: 'if (version === m.running!.version) holds(m, p, peer, canLoad)',
    to: 'holds(m, p, peer, canLoad)',
    caughtBy: 'seeds',
    scenario: 'deploy',
  },
  {
    name: 'heldOld',
    rule: 'E3',
    what: 'takes a late answer to the offer for one about what was sealed since',
    file: PROPOSER,
    from: 'if (m.running && message.version !== m.running.version) return',
    to: '',
    caughtBy: '[E3] a late answer to an offer says nothing of what was sealed since',
  },
  {
    name: 'offerTakesOver',
    rule: 'E1',
    what: 'takes over with what was only offered',
    file: 'node/core/consensus/final-copy.ts',
    from: ' && held.sealed ? held.copy',
    to: ' ? held.copy',
    also: [{ file: 'node/core/failover/upkeep.ts', from: 'held?.sealed === true', to: 'held?.offered === true' }],
    caughtBy: '[E3] nobody takes over with what was only offered: more may have been acknowledged since',
  },
  {
    name: 'offerOverOwn',
    rule: 'E3',
    what: 'a backup begins the next epoch with what was offered, where it was sent more since',
    file: 'node/core/consensus/epoch.ts',
    from: 'copy: late || !copy ?',
    to: 'copy: !copy ?',
    caughtBy: '[E3] a backup that was sent more after an offer begins the next epoch with that',
    scenario: 'deploy',
  },
  {
    name: 'keepOwn',
    rule: 'E3',
    what: 'a backup begins the next epoch with its own state where that is longer than what a takeover had it hold',
    file: 'node/core/consensus/epoch.ts',
    from: 'begun.round === 0 && own.received',
    to: 'own.received',
    caughtBy: '[E3] a backup that was sent more than who takes over has gives that up',
  },
  {
    name: 'offerOverHold',
    rule: 'E3',
    what: 'an offer that comes late replaces what was held of the sealed session',
    file: 'node/core/consensus/voter.ts',
    from: '(at.copy === null || (same.copy !== null && same.copy.version > at.copy.version))',
    to: 'at.copy === null',
    caughtBy: '[E3] an offer that comes late replaces nothing newer',
  },
  {
    name: 'staysUnclaimed',
    rule: 'G3',
    what: 'gives nobody what nobody claimed',
    file: 'node/core/failover/upkeep.ts',
    from: '!moving || ctx.now >= offered.until',
    to: '!moving',
    caughtBy: 'seeds',
  },
]
