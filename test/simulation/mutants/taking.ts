// Rules of files that were taken, whose sessions have not gone on from them yet.
import type { Mutant } from './mutant.ts'

const RESUME = 'node/core/resume.ts'
const COLD = 'node/core/cold.ts'
const DRAIN = 'node/core/drain.ts'

export const taking: readonly Mutant[] = [
  {
    name: 'leavesWithTheFile',
    rule: 'G8',
    what: 'leaves while it takes a file',
    file: DRAIN,
    from: 'if ([members, waits, marking, saving, taking]',
    to: 'if ([members, waits, marking, saving]',
    caughtBy: '[G8] who is told to leave while it takes a file puts it back',
  },
  {
    name: 'keepsTheFile',
    rule: 'G8',
    what: 'drops what it has not begun, and its file stays taken',
    file: RESUME,
    from: "if (kind === 'parked') ctx.putBack(file)",
    to: '',
    caughtBy: '[G8] who leaves, and has nobody to begin the session with, puts its file back',
    scenario: 'shutdown',
  },
  {
    name: 'keepsWhatIsLate',
    rule: 'G8',
    what: 'leaves at its deadline with a file whose session has not begun',
    file: DRAIN,
    from: '  giveAllBack(ctx)\n',
    to: '',
    caughtBy: '[G8] what has not begun at the deadline is put back',
  },
  {
    name: 'leavesBehind',
    rule: 'G8',
    what: 'never resumes from a file that somebody has taken, who died',
    file: COLD,
    from: 'if (ctx.directory.knowsALife(session)) return isLeftBehind(ctx, file)',
    to: 'if (ctx.directory.knowsALife(session)) return false',
    caughtBy: '[G8] where who took the file died, those who know that the session was parked in it go on',
  },
  {
    name: 'takesFromTheSilent',
    rule: 'G8',
    what: 'resumes from a file though who took it may have begun, out of reach',
    file: COLD,
    from: ' && !ctx.peers.anySilent(ctx.settings.coldAfterMs / 2)',
    to: '',
    caughtBy: '[G8] who took the file and fell silent may have begun: those who know that it was parked wait',
  },
  {
    name: 'keepsTheEnded',
    rule: 'G8',
    what: 'keeps the file that an ended session once went on from, for whoever forgets the end',
    file: COLD,
    from: "      ctx.discard(file.file, 'taken')\n",
    to: '',
    caughtBy: '[G8] of a session that has ended the file it once went on from goes too',
  },
  {
    name: 'tellsNoTaking',
    rule: 'G8',
    what: 'keeps to itself that it is about to begin from a file',
    file: COLD,
    from: '  for (const session of aboutToBegin(ctx)) files.push([session, 0 as Epoch, 0 as Version])\n',
    to: '',
    caughtBy: '[G8] who has taken the file, and reads it, is left to it as long as it lives',
  },
  {
    name: 'takesTwice',
    rule: 'G8',
    what: 'takes a file again that it is about to take, and believes the second answer',
    file: 'node/core/context.ts',
    from: '    if (this.store.taking.has(file.file)) return\n',
    to: '',
    caughtBy: '[G8] a file is taken once, however often it is seen meanwhile',
  },
  {
    name: 'believesWhatMayNotBegin',
    rule: 'G8',
    what: 'takes a life that it was asked to hold, and that never began, for the last one',
    file: 'node/core/directory.ts',
    from: 'return config && (config.epoch > 0 || config.owner === this.#me)',
    to: 'return config',
    caughtBy: '[G8] who was asked to hold what did not begin can take the file itself',
  },
  {
    name: 'blamesThePark',
    rule: 'G8',
    what: 'tells players of a loss where a session goes on from its decided end',
    file: RESUME,
    from: 'const whole = promised || ctx.directory.config(file.session)?.parked === file.file',
    to: 'const whole = promised',
    caughtBy:
      '[G8] who was asked to hold what did not begin goes on where who asked has died, and its players have lost nothing',
  },
]
