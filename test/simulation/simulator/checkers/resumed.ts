// [G8] What goes on from a disk goes on with everything that was acknowledged before, and of one file only one life begins.
import type { SessionId } from '../../../../protocol/ids.ts'
import { checker } from '../checker.ts'
import { goesOn, type History, historyOf, tellsOf } from '../history.ts'

export const resumed = checker('resumed', (chronicle, fail) => {
  const acknowledged = new Map<SessionId, History>()
  const from = new Map<SessionId, SessionId>()
  const files = new Map<string, SessionId>()
  return s => {
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
