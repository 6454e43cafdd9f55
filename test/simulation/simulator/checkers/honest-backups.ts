// [E1, G4] What a backup confirms it holds, as long as the epoch lasts, and it is what the owner ran: however it came, whole or in
// deltas, of whatever schema. A backup may learn of an epoch before its owner does: what it begins with is compared once the owner runs it.

import { loadSession, type SessionState } from '../../../../node/core/session.ts'
import type { PeerId, SessionId } from '../../../../protocol/ids.ts'
import { checker } from '../checker.ts'
import { type Ledger, ledger } from '../ledger.ts'
import type { SightingOf } from '../sighting.ts'

const GAME = ledger(2)
function text({ seats, game }: SessionState): string {
  const { period, ticks, over, log } = game as Ledger
  return JSON.stringify([
    seats.map(s => [s.player, s.name, s.holder, s.former, s.last, s.chain, s.results]),
    period,
    ticks,
    over,
    log,
  ])
}

export const honestBackups = checker('honest backups', (chronicle, fail) => {
  const ranText = new WeakMap<SessionState, string>()
  const textOf = (ran: SessionState): string => {
    const known = ranText.get(ran) ?? text(ran)
    ranText.set(ran, known)
    return known
  }
  const holding = new Map<string, SightingOf<'holds'>>()
  const key = (peer: PeerId, session: SessionId) => `${peer} ${session}`
  /** States that came with a hold or an offer, for the epoch after. */
  const given = new Set<string>()
  /** What backups hold that the owner of its epoch has not been seen to run. */
  const early = new Map<string, SightingOf<'holds'>[]>()
  const compare = ({ peer, config: { session }, version, bytes }: SightingOf<'holds'>, ran: SessionState) => {
    if (text(loadSession(bytes, GAME).state) !== textOf(ran))
      fail(`${peer} holds another version ${version} of ${session} than its owner ran`)
  }
  const onHolds = (s: SightingOf<'holds'>) => {
    const { session, epoch } = s.config
    const before = holding.get(key(s.peer, session))
    if (before?.config.epoch === epoch && before.version > s.version)
      fail(`${s.peer} held version ${before.version} of ${session} at epoch ${epoch}, and now ${s.version}`)
    holding.set(key(s.peer, session), s)
    const ran = chronicle.story(session).state(epoch, s.version)
    if (ran) return compare(s, ran)
    if (chronicle.story(session).states.has(epoch))
      return fail(`${s.peer} holds version ${s.version} of ${session} at epoch ${epoch}, which its owner never ran`)
    early.set(`${session} ${epoch}`, [...(early.get(`${session} ${epoch}`) ?? []), s])
  }
  return s => {
    if (s.kind === 'holds') onHolds(s)
    else if (s.kind === 'runs') {
      const at = `${s.config.session} ${s.config.epoch}`
      for (const held of early.get(at) ?? []) {
        if (held.version === s.version) compare(held, s.state)
        else
          fail(
            `${held.peer} began epoch ${s.config.epoch} of ${s.config.session} with version ${held.version}, its owner with ${s.version}`,
          )
      }
      early.delete(at)
    } else if (s.kind === 'received' && (s.message.kind === 'hold' || s.message.kind === 'offer')) {
      if (s.message.state)
        given.add(`${s.by} ${s.message.config.session} ${s.message.config.epoch} ${s.message.version}`)
    } else if (s.kind === 'sent' && s.message.kind === 'confirm') {
      const { session, epoch, version, config } = s.message
      const held = holding.get(key(s.from, session))
      // An epoch that a backup learns of and leaves in one turn is not seen: then it has what it was given for it, or held before.
      const before = epoch - 1
      const begins =
        config !== undefined &&
        (given.has(`${s.from} ${session} ${before} ${version}`) ||
          (held?.config.epoch === before && held.version === version))
      if (!begins && (held?.config.epoch !== epoch || held.version < version))
        fail(`${s.from} confirms version ${version} of ${session} at epoch ${epoch} and does not hold it`)
    }
  }
})
