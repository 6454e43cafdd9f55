// [G8] Who is told that a session goes on in another incarnation is told whether that began from a copy, and not else:
// what came after is gone. Where that incarnation has ended there is nothing to be told of. Who comes from an
// incarnation that it did not go on from has seen what it may not have.
import type { SessionId } from '../../../../protocol/ids.ts'
import { compareIncarnations } from '../../../../protocol/incarnation.ts'
import { checker } from '../checker.ts'

interface Beginning {
  readonly from: SessionId
  readonly promised: boolean
}

export const toldOfCopies = checker('told-of-copies', (chronicle, fail) => {
  const beginnings = new Map<SessionId, Beginning>()
  /** Between the two incarnations something was lost. */
  const lossy = (session: SessionId, as: SessionId): boolean => {
    const beginning = compareIncarnations(as, session) > 0 ? beginnings.get(as) : undefined
    return beginning !== undefined && (!beginning.promised || lossy(session, beginning.from))
  }
  const from = new Map<SessionId, SessionId>()
  const isBeside = (session: SessionId, as: SessionId): boolean => {
    const before = from.get(as)
    return before === undefined || (before !== session && isBeside(session, before))
  }
  return s => {
    if (s.kind === 'note' && s.note.name === 'resumed') beginnings.set(s.note.session, s.note)
    if (s.kind === 'note' && (s.note.name === 'resumed' || s.note.name === 'forced'))
      from.set(s.note.session, s.note.from)
    if (s.kind !== 'told' || s.message.kind !== 'error' || s.message.code !== 'another-incarnation') return
    const { session, as, savedAt } = s.message
    if (!session || !as) return fail(`${s.player} is told that a session goes on, but not which or as what`)
    if (chronicle.story(as).top?.owner === null) return
    if (savedAt !== undefined && isBeside(session, as)) return
    if (lossy(session, as) !== (savedAt !== undefined))
      fail(`${s.player} of ${session} is told of ${as}, and that it was saved at ${savedAt}`)
  }
})
