// Which configurations there are, what begins with them and what ends: create, seal, hold, adopt [E2, E3, E7, E9].
import type { Mutant } from './mutant.ts'

const PROPOSER = 'node/core/consensus/proposer.ts'
const EPOCH = 'node/core/consensus/epoch.ts'
const VOTER = 'node/core/consensus/voter.ts'
const DIRECTORY = 'node/core/cluster/directory.ts'
const CHOOSE = 'node/core/consensus/next.ts'

export const deciding: readonly Mutant[] = [
  {
    name: 'directoryBack',
    rule: 'G1',
    what: 'takes a lower epoch that it hears of for the present one',
    file: DIRECTORY,
    from: 'if (known && known.epoch >= config.epoch) {',
    to: 'if (known && known.epoch === config.epoch) {',
    caughtBy: 'seeds',
  },
  {
    name: 'decidedTwice',
    rule: 'G1',
    what: 'begins an epoch again when it hears of it again',
    file: DIRECTORY,
    from: 'if (known && known.epoch >= config.epoch) {',
    to: 'if (known && known.epoch > config.epoch) {',
    caughtBy: 'seeds',
  },
  {
    name: 'forgetVoted',
    rule: 'G1',
    what: 'who took part in a session forgets that it has ended',
    file: 'node/core/cluster/forget.ts',
    from: 'if (named && !isKnownToAll(ctx, session, named, endedAt)) return true',
    to: '',
    caughtBy: '[G1] an hour after its end, a session is still known to be over by all who took part',
  },
  {
    name: 'forgetUnheard',
    rule: 'G1',
    what: 'who was named in a session and fell silent is not waited for, before its end is forgotten',
    file: 'node/core/cluster/forget.ts',
    from: 'return [...named].every(knows) && others',
    to: 'return others',
    caughtBy: '[G1] an hour after its end, a session is still known to be over by all who took part',
  },
  {
    name: 'resumeTwice',
    rule: 'G1',
    what: 'the backups of a new epoch run the session too',
    file: EPOCH,
    from: 'const owns = config.owner === ctx.me',
    to: 'const owns = holders(config).includes(ctx.me)',
    caughtBy: 'seeds',
  },
  {
    name: 'unsealed',
    rule: 'E2',
    what: 'an owner applies commands while its session is sealed',
    file: 'node/core/session/inputs.ts',
    from: 'if (r.sealedAt !== null) return r.wait({ origin, input })',
    to: '',
    caughtBy: 'seeds',
  },
  {
    name: 'clockUnsealed',
    rule: 'E2',
    what: 'the clock of a sealed session rings',
    file: 'node/core/session/ring.ts',
    from: 'r.clockAt === null || r.sealedAt !== null',
    to: 'r.clockAt === null',
    caughtBy: 'seeds',
  },
  {
    name: 'parkUnsealed',
    rule: 'E2',
    what: 'parks a session that it goes on running',
    file: PROPOSER,
    from: 'seal(ctx, m)\n  m.proposal = newProposal',
    to: 'm.proposal = newProposal',
    caughtBy: 'seeds',
  },
  {
    name: 'cancelUnseals',
    rule: 'E2',
    what: 'a cancelled drain goes on at the same epoch',
    file: 'node/core/handoff/drain.ts',
    from: 'ctx.draining = false\n',
    to: `ctx.draining = false
  for (const { running: r, accepted, proposal, config } of ctx.store.members.values()) {
    if (!r || r.sealedAt === null || accepted || !proposal) continue
    ctx.store.members.get(config.session)!.proposal = null
    if (r.clockAt !== null) r.clockAt += ctx.now
    r.sealedAt = null
    r.final = null
  }
`,
    caughtBy: '[E2] a cancelled drain goes on only at a decided next epoch',
  },
  {
    name: 'sealsEarly',
    rule: 'E2',
    what: 'what was applied in the turn of the seal has no version of its own',
    file: VOTER,
    from: 'endTurns(ctx, m.config, r)\n',
    to: '',
    caughtBy: 'seeds',
  },
  {
    name: 'noHold',
    rule: 'E3',
    what: 'votes before those who must have the state have it',
    file: PROPOSER,
    from: 'holders(p.next).every(h => isHeld(m, h))',
    to: 'holders(p.next).length > 0',
    caughtBy: 'seeds',
  },
  {
    name: 'holdBeforeConfig',
    rule: 'E3',
    what: 'holds a state for after a configuration that it does not learn',
    file: VOTER,
    from: 'adopt(ctx, config)\n  const owns',
    to: 'const owns',
    caughtBy: 'seeds',
  },
  {
    name: 'holdLower',
    rule: 'E3',
    what: 'a held state is replaced by one of a lower ballot',
    file: VOTER,
    from: 'if (present && compareBallots(present.ballot, at.ballot) > 0) {',
    to: 'if (ctx.now < 0) {',
    caughtBy: '[E3] a hold of a lower ballot that comes late replaces nothing',
  },
  {
    name: 'holdsOfBallots',
    rule: 'E3',
    what: 'holds of one ballot are counted for another',
    file: 'node/core/consensus/proposal.ts',
    from: 'm.proposal?.ballot.round === 0 && round === 0 ? m.proposal : null',
    to: 'm.proposal',
    caughtBy: '[E3] who takes over again has its state held again: what was held meanwhile may be another',
  },
  {
    name: 'heldOfAnyEpoch',
    rule: 'E3',
    what: 'begins with a state that was held for another epoch',
    file: EPOCH,
    from: 'held && held.epoch === config.epoch - 1 ? held : null',
    to: 'held ?? null',
    caughtBy: {
      harmless: 'who must hold for an epoch was asked at the one before it, and forgot there what it held for others',
    },
  },
  {
    name: 'ownOfAnyEpoch',
    rule: 'E3',
    what: 'begins with its own copy of an older epoch',
    file: EPOCH,
    from: 'old && old.config.epoch === config.epoch - 1 && holders',
    to: 'old && holders',
    caughtBy: {
      harmless: 'who must hold for an epoch was asked at the one before it, and had its copy of that one then',
    },
  },
  {
    name: 'ownBeforeHeld',
    rule: 'E3',
    what: 'begins with its own copy where it was given another to hold',
    file: EPOCH,
    from: 'copy: late || !copy ?',
    to: 'copy: own?.copy || !copy ?',
    caughtBy: 'seeds',
    scenario: 'deploy',
  },
  {
    name: 'ownRuns',
    rule: 'E3',
    what: "an owner runs on with its own state where another's was decided",
    file: EPOCH,
    from: 'own?.running && (held === null || held.copy === null) ? own.running : null',
    to: 'own?.running ? own.running : null',
    caughtBy: '[E3] an owner that was given another state to hold begins the next epoch with that',
  },
  {
    name: 'lonelyBySilence',
    rule: 'E7',
    what: 'silence leaves a session without a backup',
    file: CHOOSE,
    from: 'if (!drained && backups.length < Math.min(K, 1, couldHold)) return null',
    to: '',
    caughtBy: '[E7] silence never leaves a session without a backup',
  },
  {
    name: 'silentVoters',
    rule: 'E7',
    what: 'silence costs a node its vote, though nobody takes its place',
    file: CHOOSE,
    from: 'for (const v of [...spare, ...config.voters]) {',
    to: 'for (const v of spare) {',
    caughtBy: '[E7] a silent witness keeps its vote until a live node takes its place',
  },
  {
    name: 'createLonely',
    rule: 'E9',
    what: 'begins a session without a backup where there are peers',
    file: CHOOSE,
    from: 'if (config.epoch === 0 && !by.forced && K > 0 && rest.length === 0 && peers.notAlone(next)) return null',
    to: '',
    caughtBy: '[E9] where there are peers but no backup to be had, a create is refused',
  },
]
