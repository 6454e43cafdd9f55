// Drains and exits: who may leave, and who stays until it is answered [E8].
import type { Mutant } from './mutant.ts'

const DRAIN = 'node/core/drain.ts'
const EPOCH = 'node/core/epoch.ts'
const FAILOVER = 'node/core/failover.ts'

export const leaving: readonly Mutant[] = [
  {
    name: 'exitAsMember',
    rule: 'E8',
    what: 'leaves while it is a member of sessions',
    file: DRAIN,
    from: 'if (members.size > 0 || waits.size > 0 || marking.size > 0) return false',
    to: 'if (waits.size > 0 || marking.size > 0) return false',
    caughtBy: 'seeds',
  },
  {
    name: 'exitEarly',
    rule: 'E8',
    what: 'leaves before the new owners have answered',
    file: DRAIN,
    from: 'if (members.size > 0 || waits.size > 0 || marking.size > 0) return false',
    to: 'if (members.size > 0 || marking.size > 0) return false',
    caughtBy: '[E8] a node exits only when the new owner itself has answered',
  },
  {
    name: 'exitAtEnd',
    rule: 'E8',
    what: 'leaves before the other members of an ended session know of its end',
    file: EPOCH,
    from: 'if (who.size > 0) ctx.store.waits.set',
    to: 'if (ctx.now < 0) ctx.store.waits.set',
    caughtBy: '[E8] who ended a session stays until all its members know, or are dead',
  },
  {
    name: 'exitWithHold',
    rule: 'E8',
    what: 'leaves with something that it answered unresolved',
    file: DRAIN,
    from: 'return kept(ctx).unresolved === 0',
    to: 'return true',
    caughtBy: '[E8] who answered a hold stays until it hears what came of it',
  },
  {
    name: 'claimUncounted',
    rule: 'E8',
    what: 'a claim keeps nobody from leaving',
    file: 'node/core/handoff.ts',
    from: 'ctx.store.held.set(session, { ...held, loaded, answered: true })',
    to: 'ctx.store.held.set(session, { ...held, loaded })',
    caughtBy: '[E8] who has claimed a session stays until it hears what came of it',
  },
  {
    name: 'anyoneAnswers',
    rule: 'E8',
    what: 'whoever has heard of the new owner answers for it',
    file: EPOCH,
    from: 'if (known && ((running && running.epoch >= config.epoch) || known.owner === null))',
    to: 'if (known)',
    caughtBy: {
      harmless: 'who answers in its place has handed the session on, and itself stays until the next owner answers',
    },
  },
  {
    name: 'toldOnce',
    rule: 'E8',
    what: 'tells the new owner once, and never again',
    file: FAILOVER,
    from: 'for (const peer of wait.who ?? [config.owner]) if (peer) ctx.send(peer',
    to: "for (const peer of wait.who ?? [config.owner]) if (peer === '') ctx.send(peer",
    caughtBy: 'seeds',
  },
  {
    name: 'holdUnasked',
    rule: 'E8',
    what: 'never asks what came of what it answered',
    file: FAILOVER,
    from: "for (const v of config.voters) ctx.send(v, { kind: 'want', sessions: [session] })",
    to: '',
    caughtBy: { harmless: 'directories that differ are compared, which tells it too, only later' },
  },
]
