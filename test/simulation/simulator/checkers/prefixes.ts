// [G3, G4, G5] Acknowledged histories are prefixes of one another; who owns an epoch starts with all that was
// acknowledged before; what an old owner still acknowledges is in every newer owner's start.
import type { Epoch, SessionId } from '../../../../protocol/ids.ts'
import { checker } from '../checker.ts'
import { goesOn, type History, historyOf, tellsOf, type Vouched } from '../history.ts'

interface Acknowledged {
  /** The longest, and of which epoch. */
  top: History
  readonly byEpoch: Map<Epoch, History>
  readonly starts: Map<Epoch, History>
  readonly seen: Set<string>
}

const EMPTY: History = { log: [], holders: [], last: [] }

export const prefixes = checker('prefixes', (chronicle, fail) => {
  const sessions = new Map<SessionId, Acknowledged>()
  const of = (session: SessionId): Acknowledged => {
    const found = sessions.get(session) ?? { top: EMPTY, byEpoch: new Map(), starts: new Map(), seen: new Set() }
    sessions.set(session, found)
    return found
  }
  const acknowledged = ({ session, epoch, version }: Vouched) => {
    const a = of(session)
    const key = `${epoch} ${version}`
    if (a.seen.has(key)) return
    a.seen.add(key)
    const story = chronicle.story(session)
    if (story.isBetween(epoch, version)) return
    const state = story.state(epoch, version)
    if (!state) return fail(`(${epoch}, ${version}) of ${session} is acknowledged, and nobody ever ran it`)
    const history = historyOf(state)
    if (goesOn(history, a.top)) a.top = history
    else if (!goesOn(a.top, history))
      fail(`two acknowledged histories of ${session}: ${show(a.top)} and, at epoch ${epoch}, ${show(history)}`)
    const before = a.byEpoch.get(epoch)
    if (!before || goesOn(history, before)) a.byEpoch.set(epoch, history)
    for (const [later, start] of a.starts) {
      if (later > epoch && !goesOn(start, history)) {
        fail(
          `the owner of epoch ${epoch} of ${session} acknowledges what the owner of epoch ${later} started without: ${show(history)} not in ${show(start)}`,
        )
      }
    }
  }
  return s => {
    if (s.kind === 'runs') {
      const { session, epoch } = s.config
      const a = of(session)
      if (a.starts.has(epoch)) return
      const start = historyOf(s.state)
      a.starts.set(epoch, start)
      for (const [earlier, history] of a.byEpoch) {
        if (earlier < epoch && !goesOn(start, history)) {
          fail(
            `${s.peer} starts epoch ${epoch} of ${session} without what epoch ${earlier} acknowledged: ${show(history)} not in ${show(start)}`,
          )
        }
      }
      return
    }
    const at = tellsOf(s)
    if (at) acknowledged(at)
  }
})

const show = ({ log, holders, last }: History) =>
  JSON.stringify({ log: log.slice(-6), lines: log.length, holders, last })
