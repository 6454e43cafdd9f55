// [P11] Nobody learns what others do in secret: a seat's number rises by one where what it is told has changed, and not
// else; and a socket is not sent a view again that it was sent, but for an answer to its own hello, a new epoch, or
// after a pause that it was told of.
import { isDeepStrictEqual } from 'node:util'
import type { SessionState } from '../../../../node/core/session/state.ts'
import type { Epoch, PlayerId, SessionId, Version } from '../../../../protocol/ids.ts'
import type { ToPlayer } from '../../../../protocol/player.ts'
import { checker } from '../checker.ts'
import { seatIn } from '../chronicle.ts'
import { type Ledger, viewOf } from '../ledger.ts'

/** What the number counts, as far as a state has it: only the clock is missing, whose ticks every view shows. */
function shownOf(state: SessionState, player: PlayerId) {
  const seat = seatIn(state, player)
  const place = state.seats[seat]!
  return { holder: place.holder, last: place.last, view: viewOf(state.game as Ledger, seat) }
}

export const discreet = checker('discreet', (chronicle, fail) => {
  const sent = new Map<string, { epoch: Epoch; view: unknown }>()
  const numbered = (session: SessionId, epoch: Epoch, player: PlayerId) => {
    const story = chronicle.story(session)
    const [newest, before] = [...story.toldTo(epoch, player)].slice(-2).reverse()
    // Without backups several may come in one turn, and only the last is seen.
    if (!newest || !before || story.configs.get(epoch)?.backups.length === 0) return
    // Of versions that are confirmed in one turn only the last is seen here, and each of them may have changed what is
    // told.
    const versions = Array.from({ length: newest[1] - before[1] + 1 }, (_, at) => (before[1] + at) as Version)
    const shown = versions.flatMap(of => story.state(epoch, of) ?? []).map(state => shownOf(state, player))
    const changes = shown.filter((one, at) => at > 0 && !isDeepStrictEqual(one, shown[at - 1])).length
    const rise = newest[0] - before[0]
    if (rise < 1 || rise > Math.max(1, changes))
      fail(`the number of ${player} in ${session} goes from ${before[0]} to ${newest[0]}`)
    const [now, then] = [newest, before].map(([, of]) => story.state(epoch, of))
    if (now && then && isDeepStrictEqual(shownOf(now, player), shownOf(then, player)))
      fail(`the number of ${player} in ${session} rises to ${newest[0]}, and nothing that they are told has changed`)
  }
  const delivered = (key: string, message: ToPlayer) => {
    if (message.kind === 'welcome' || message.kind === 'paused') sent.delete(key)
    if (message.kind !== 'update') return
    const last = sent.get(key)
    const { epoch, view } = message
    if (last?.epoch === epoch && isDeepStrictEqual(last.view, view))
      fail(`${key} is sent ${JSON.stringify(view)} again`)
    sent.set(key, { epoch, view })
  }
  return s => {
    if (s.kind === 'vouches') return numbered(s.session, s.epoch, s.player)
    if (s.kind !== 'sent' || s.message.kind !== 'deliver') return
    for (const socket of s.message.sockets) delivered(`socket ${socket} of ${s.to}`, s.message.message)
  }
})
