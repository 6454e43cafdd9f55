// Rules of parking and of the lives that come after it.
import type { Mutant } from './mutant.ts'

const PARKING = 'node/core/parking.ts'
const RESUME = 'node/core/resume.ts'
const GATEWAY = 'node/core/gateway.ts'

export const parking: readonly Mutant[] = [
  {
    name: 'parkedAtOnce',
    rule: 'G8',
    what: 'marks a file that may be resumed before it is decided that nobody goes on',
    file: PARKING,
    from: '  if (error !== null) {\n    ctx.store.parking.delete(session) // and is tried again',
    to: '  ctx.mark(file)\n  if (error !== null) {\n    ctx.store.parking.delete(session) // and is tried again',
    caughtBy: '[G8] a file may be resumed only once its session is parked by a vote',
    scenario: 'shutdown',
  },
  {
    name: 'parkUnwritten',
    rule: 'G8',
    what: 'has a session parked before the disk has it',
    file: PARKING,
    from: '  ctx.write({ file, session, epoch, ...copy }, false)',
    to: '  change(ctx, m, parkedNext(m.config, file))\n  ctx.write({ file, session, epoch, ...copy }, false)',
    caughtBy: 'seeds',
    scenario: 'shutdown',
  },
  {
    name: 'exitUnmarked',
    rule: 'G8',
    what: 'leaves before its files say that they may be resumed',
    file: 'node/core/drain.ts',
    from: '|| marking.size > 0',
    to: '',
    caughtBy: '[G8] a node stays until its files say that they may be resumed',
    scenario: 'shutdown',
  },
  {
    name: 'keepsUnread',
    rule: 'G7',
    what: 'keeps a file that it cannot read from those that can',
    file: RESUME,
    from: 'if (!loaded) return ctx.putBack(file.file)',
    to: 'if (!loaded) return',
    caughtBy: '[G7] [G8] a file that this release cannot read is left for one that can',
    scenario: 'shutdown',
  },
  {
    name: 'asksTheDead',
    rule: 'G8',
    what: 'believes an old owner to run what has gone on in another life',
    file: GATEWAY,
    from: 'if (last !== session) return',
    to: 'if (last !== session && !config?.owner) return',
    caughtBy:
      '[G8] a node that did not hear of the end resumes the session all the same, and asks the dead owner for nothing',
    scenario: 'shutdown',
  },
  {
    name: 'endsWhatIsParked',
    rule: 'G8',
    what: 'takes a parked session for one that has ended, and does not go on with it',
    file: RESUME,
    from: '    if (ctx.directory.lastLife(file.session) !== file.session) continue',
    to: '    if (ctx.directory.config(file.session) !== null) continue',
    caughtBy: 'seeds',
    scenario: 'shutdown',
  },
]
