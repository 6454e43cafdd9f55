// Rules of the signs of life on a disk.
import type { Mutant } from './mutant.ts'

const SIGNS = 'node/core/storage/signs.ts'

export const signing: readonly Mutant[] = [
  {
    name: 'ignoresSigns',
    rule: 'G8',
    what: 'begins from a file although a mesh that it does not reach shows that it lives',
    file: SIGNS,
    from: '  if (!p || p.dead) return false\n',
    to: '  if (!p || p.dead) return true\n',
    caughtBy: 'seeds',
    scenario: 'strangers',
  },
  {
    name: 'reachesByHearsay',
    rule: 'G8',
    what: 'takes a node for reached although nobody passes on what it says',
    file: SIGNS,
    from: '  return p.status !== null && ctx.now - p.toldAt < HEARD_MS && ctx.peers.all().some(other => isNear(ctx, other))',
    to: '  return p.status !== null && ctx.now - p.toldAt < HEARD_MS',
    caughtBy: '[G8] a status of a node that no neighbour passes on is no way to reach it',
    scenario: 'strangers',
  },
  {
    name: 'looksTooShort',
    rule: 'G8',
    what: 'begins from a file before it can know whether anybody shows that they live',
    file: SIGNS,
    from: '  if (ctx.signs === null) return true\n',
    to: '  if (ctx.signs === null) return false\n',
    caughtBy: '[G8] before a node has looked for long enough nothing is begun',
    scenario: 'strangers',
  },
  {
    name: 'newOnesBegin',
    rule: 'G8',
    what: 'has all new nodes that do not find each other begin, each by itself',
    file: SIGNS,
    from: '(sign.sessions > 0 || (!sign.leaving && sign.peer < ctx.me))',
    to: 'sign.sessions > 0',
    caughtBy: '[G8] of nodes that are all new, and do not find each other, the first by name begins; all get ready',
    scenario: 'strangers',
  },
  {
    name: 'keepsWhatItTook',
    rule: 'G8',
    what: 'begins from a file that it had asked for before a mesh showed that it lives',
    file: 'node/core/storage/resume.ts',
    from: '  if (mustWait(ctx)) return promised ? putBack(ctx, file.file) : undefined\n',
    to: '',
    caughtBy: '[G8] nor is what was parked, which may have been put back from a backup',
    scenario: 'strangers',
  },
]
