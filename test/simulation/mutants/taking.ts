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
    from: "if (file?.kind === 'parked') ctx.putBack(file.file)",
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
    name: 'beginsBeside',
    rule: 'G8',
    what: 'begins a life although another has begun from the same file',
    file: RESUME,
    from: 'const overtaken = ctx.directory.lifeBeside(session) !== null',
    to: 'const overtaken = false',
    caughtBy: '[G8] who was cut off with the file does not begin where another has',
  },
  {
    name: 'tellsNoneBeside',
    rule: 'G8',
    what: 'holds a life that begins, and does not tell of the one that has begun',
    file: 'node/core/voter.ts',
    from: '  for (const told of beside ? ctx.directory.tell(beside) : []) ctx.send(from, told)\n',
    to: '',
    caughtBy: '[G8] who was cut off with the file does not begin where another has',
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
]
