// [E1, G4] What a backup confirms it holds, as long as the epoch lasts, and it is what the owner ran: however it came, whole or in
// deltas, of whatever schema.

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
  return s => {
    if (s.kind === 'holds') {
      const { session, epoch } = s.config
      const before = holding.get(key(s.peer, session))
      if (before?.config.epoch === epoch && before.version > s.version)
        fail(`${s.peer} held version ${before.version} of ${session} at epoch ${epoch}, and now ${s.version}`)
      holding.set(key(s.peer, session), s)
      const ran = chronicle.story(session).state(epoch, s.version)
      if (!ran)
        return fail(`${s.peer} holds version ${s.version} of ${session} at epoch ${epoch}, which its owner never ran`)
      if (text(loadSession(s.bytes, GAME).state) !== textOf(ran))
        fail(`${s.peer} holds another version ${s.version} of ${session} than its owner ran`)
    } else if (s.kind === 'sent' && s.message.kind === 'confirm') {
      const { session, epoch, version } = s.message
      const held = holding.get(key(s.from, session))
      if (held?.config.epoch !== epoch || held.version < version)
        fail(`${s.from} confirms version ${version} of ${session} at epoch ${epoch} and does not hold it`)
    }
  }
})
