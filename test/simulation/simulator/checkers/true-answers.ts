// [G2, G6] What a player is told is so in the confirmed state that the answer names: who holds the seat, its last
// number, a command's result, the view. So a view never shows what the backups don't hold, nor what is another seat's.
// The number is the seat's own: an owner shows which version of the session it stands for, and other checkers see to
// that.
import { isDeepStrictEqual } from 'node:util'
import { type SeatState, type SessionState, storedResult } from '../../../../node/core/session/state.ts'
import type { PlayerId } from '../../../../protocol/ids.ts'
import type { ToPlayer } from '../../../../protocol/player.ts'
import { checker } from '../checker.ts'
import { seatIn } from '../chronicle.ts'
import { isUnseen } from '../faulty.ts'
import { vouchedBy } from '../history.ts'
import { type Ledger, viewOf } from '../ledger.ts'

/** What is wrong with the message, if anything. */
function lie(message: ToPlayer, state: SessionState, player: PlayerId): string | null {
  const seat = seatIn(state, player)
  const place: SeatState | undefined = state.seats[seat]
  if (!place) return `${player} has no seat`
  switch (message.kind) {
    case 'welcome':
      if (place.holder !== message.client) return `the seat is held by ${place.holder}, not by ${message.client}`
      if (place.last !== message.last || place.chain !== message.chain)
        return `the last command is ${place.last}, not ${message.last}`
      return message.seat === seat ? null : `the seat is ${seat}, not ${message.seat}`
    case 'ack': {
      if (place.last < message.seq) return `only ${place.last} commands are applied, not ${message.seq}`
      const result = storedResult(place, message.seq)
      return result === undefined || result?.code === message.refusal?.code
        ? null
        : `the result of ${message.seq} is ${result?.code}`
    }
    case 'update':
      return isDeepStrictEqual(message.view, viewOf(state.game as Ledger, seat))
        ? null
        : `the view is ${JSON.stringify(viewOf(state.game as Ledger, seat))}`
    case 'error':
      return message.holder === undefined || message.holder === place.holder
        ? null
        : `the seat is held by ${place.holder}`
    default:
      return null
  }
}

export const trueAnswers = checker('true answers', (chronicle, fail) => s => {
  if (s.kind !== 'told') return
  const at = vouchedBy(s.message)
  if (!at) return
  const { epoch, version } = at
  const story = chronicle.story(at.session)
  const told = story.toldTo(epoch, s.player)
  const of = told.get(version)
  if (of === undefined) {
    if (story.isBetweenNumbers(epoch, version, told)) return
    return fail(
      `${s.player} is told ${s.message.kind} as (${epoch}, ${version}) of ${at.session}, which is of no state`,
    )
  }
  if (story.isBetween(epoch, of)) return
  const state = story.state(epoch, of)
  if (!state)
    return fail(`${s.player} is told of version ${of} of ${at.session} at epoch ${epoch}, which nobody ever ran`)
  // Of versions that are made in one turn, only the last is seen here; where its view fails, an update shows one before
  // it.
  if (s.message.kind === 'update' && isUnseen(state.game as Ledger) && story.configs.get(epoch)?.backups.length === 0)
    return
  const wrong = lie(s.message, state, s.player)
  if (wrong) fail(`${s.by} tells ${s.player} ${JSON.stringify(s.message)}, but at (${epoch}, ${of}) ${wrong}`)
})
