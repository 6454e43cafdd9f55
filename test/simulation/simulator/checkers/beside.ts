// [G8] Nothing is begun from a file while a node that runs the session, and is not reached, shows on the same disk that
// it lives.
import { checker } from '../checker.ts'

export const beside = checker('beside', (_chronicle, fail) => s => {
  if (s.kind === 'beside') fail(`${s.peer} begins ${s.session} from a file, and ${s.other} lives and runs ${s.runs}`)
})
