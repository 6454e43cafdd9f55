// [G8] What was parked goes on with everything that was acknowledged before, and of one such file only one life begins. What goes on from
// a checkpoint has all of that. Who gives way to an earlier life is a later one.
import type { Epoch, SessionId, Version } from '../../../../protocol/ids.ts'
import { compareIncarnations, incarnationOf } from '../../../../protocol/incarnation.ts'
import { checker } from '../checker.ts'
import type { Chronicle } from '../chronicle.ts'
import { goesOn, type History, historyOf, tellsOf } from '../history.ts'

export const resumed = checker('resumed', (chronicle, fail) => {
  const acknowledged = new Map<SessionId, History>()
  const from = new Map<SessionId, SessionId>()
  const files = new Map<string, SessionId>()
  const copies = new Map<SessionId, { readonly from: SessionId; readonly file: string }>()
  return s => {
    if (s.kind === 'note' && s.note.name === 'yielded') {
      const { session, to } = s.note
      if (incarnationOf(session).id !== incarnationOf(to).id || compareIncarnations(to, session) >= 0)
        fail(`${session} gave way to ${to}`)
      return
    }
    if (s.kind === 'note' && s.note.name === 'resumed' && !s.note.promised) {
      copies.set(s.note.session, s.note)
      return
    }
    if (s.kind === 'note' && s.note.name === 'resumed') {
      const { file, session } = s.note
      const before = files.get(file)
      if (before) fail(`${file} was resumed as ${before}, and again as ${session}`)
      files.set(file, session)
      from.set(session, s.note.from)
      return
    }
    if (s.kind === 'runs') {
      const { session } = s.config
      const former = from.get(session)
      const had = former && acknowledged.get(former)
      from.delete(session)
      const start = historyOf(s.state)
      const copy = copies.get(session)
      copies.delete(session)
      const copied = copy && stateIn(chronicle, copy)
      if (copy && copied && !goesOn(start, historyOf(copied))) fail(`${session} begins without what is in ${copy.file}`)
      if (had && !goesOn(start, had))
        fail(`${session} begins without what ${former} had acknowledged: ${JSON.stringify([start, had])}`)
      return
    }
    const at = tellsOf(s)
    const state = at && chronicle.story(at.session).state(at.epoch, at.version)
    if (!at || !state) return
    const history = historyOf(state)
    const top = acknowledged.get(at.session)
    if (!top || goesOn(history, top)) acknowledged.set(at.session, history)
  }
})

/** A file's name ends in the epoch and the version of its state. */
function stateIn(chronicle: Chronicle, { from, file }: { readonly from: SessionId; readonly file: string }) {
  const [epoch, version] = file.split('-').slice(-2).map(Number)
  return chronicle.story(from).state(epoch as Epoch, version as Version)
}
