// A node that finds an invariant of its own broken says so; that is our bug, whatever else holds. So is what a client
// is told that cannot be.
import { checker } from '../checker.ts'

export const invariants = checker('invariants', (_chronicle, fail) => s => {
  if (s.kind === 'note' && s.note.name === 'invariant') fail(`${s.peer}: ${s.note.error}`)
  if (s.kind === 'broken') fail(`${s.player}: ${s.text}`)
})
