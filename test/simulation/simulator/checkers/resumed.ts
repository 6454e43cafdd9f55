// [G8] What was parked goes on with everything that was acknowledged before, and of one such file only one incarnation
// begins. What goes on from a checkpoint has all of that. Who gives way has acknowledged no more than the other, and
// less where that is later. [G4] What is forced has all that was acknowledged by then, as far as the node that forces
// it had come; to such an incarnation an earlier one may give way.
import type { Epoch, SessionId, Version } from '../../../../protocol/ids.ts'
import { compareIncarnations, incarnationOf } from '../../../../protocol/incarnation.ts'
import { inputsIn } from '../../../../protocol/inputs.ts'
import { checker } from '../checker.ts'
import type { Chronicle } from '../chronicle.ts'
import { goesOn, type History, historyOf, tellsOf } from '../history.ts'

export const resumed = checker('resumed', (chronicle, fail) => {
  /** In the order of the epochs. */
  const acknowledged = new Map<SessionId, Map<Epoch, History>>()
  const topOf = (session: SessionId, until: Epoch | number): History | undefined =>
    [...(acknowledged.get(session) ?? [])]
      .filter(([epoch]) => epoch <= until)
      .reduce<History | undefined>((top, [, history]) => (!top || goesOn(history, top) ? history : top), undefined)
  /** The most that an incarnation was run with, in inputs. */
  const ran = new Map<SessionId, number>()
  const forced = new Map<SessionId, { readonly from: SessionId; readonly had: History | undefined }>()
  const from = new Map<SessionId, SessionId>()
  const files = new Map<string, SessionId>()
  const copies = new Map<SessionId, { readonly from: SessionId; readonly file: string }>()
  return s => {
    if (s.kind === 'note' && s.note.name === 'yielded') {
      const { session, epoch, to } = s.note
      if (session === to || incarnationOf(session).id !== incarnationOf(to).id) fail(`${session} gave way to ${to}`)
      if (forced.has(to) || forced.has(session)) return
      const had = inputsOf(topOf(session, epoch))
      const has = ran.get(to) ?? 0
      if (had > has || (had === has && compareIncarnations(to, session) > 0))
        fail(`${session} gave way to ${to}, which has ${has} inputs, and it has acknowledged ${had}`)
      return
    }
    if (s.kind === 'note' && s.note.name === 'forced') {
      forced.set(s.note.session, { from: s.note.from, had: topOf(s.note.from, s.note.epoch) })
      return
    }
    if (s.kind === 'note' && s.note.name === 'resumed' && !s.note.promised) {
      copies.set(s.note.session, s.note)
      return
    }
    if (s.kind === 'note' && s.note.name === 'given-back') {
      files.delete(s.note.file)
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
      ran.set(session, Math.max(ran.get(session) ?? 0, inputsIn(s.state.seats)))
      const former = from.get(session)
      const had = former && topOf(former, Number.POSITIVE_INFINITY)
      from.delete(session)
      const start = historyOf(s.state)
      const left = s.config.epoch === 0 ? forced.get(session) : undefined
      if (left?.had && !goesOn(start, left.had))
        fail(`${session} was forced without what ${left.from} had acknowledged: ${JSON.stringify([start, left.had])}`)
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
    const tops = acknowledged.get(at.session) ?? new Map<Epoch, History>()
    acknowledged.set(at.session, tops)
    const top = tops.get(at.epoch)
    if (!top || goesOn(history, top)) tops.set(at.epoch, history)
  }
})

const inputsOf = (history: History | undefined): number => inputsIn((history?.last ?? []).map(last => ({ last })))

/** A file's name tells the session, and then the epoch and the version of its state. */
function stateIn(chronicle: Chronicle, { from, file }: { readonly from: SessionId; readonly file: string }) {
  const [epoch, version] = file.split('-').slice(1, 3).map(Number)
  return chronicle.story(from).state(epoch as Epoch, version as Version)
}
