// [G7] Where all are told of each other in time, nobody is ever handed a session that they cannot load: in a deploy and
// in its roll-back each is written for all that live.
import { checker } from '../checker.ts'

export const noneSetAside = checker('none set aside', (_chronicle, fail) => s => {
  if (s.kind === 'note' && s.note.name === 'quarantined')
    fail(`${s.peer} was given ${s.note.session}, which it cannot load: ${s.note.error}`)
})
