// What happened in a session, as far as a state tells: enough to say whether one state goes on from another.

import type { SessionState } from '../../../node/core/session/state.ts'
import type { ClientId, Epoch, SessionId, Version } from '../../../protocol/ids.ts'
import type { ToPlayer } from '../../../protocol/player.ts'
import type { Ledger } from './ledger.ts'
import type { Sighting } from './sighting.ts'

export interface History {
  readonly log: readonly string[]
  /** Of each seat, everyone who held it, in order. */
  readonly holders: readonly (readonly ClientId[])[]
  readonly last: readonly number[]
}

export function historyOf(state: SessionState): History {
  return {
    log: (state.game as Ledger).log,
    holders: state.seats.map(s => (s.holder === '' ? [] : [...s.former, s.holder])),
    last: state.seats.map(s => s.last),
  }
}

function begins<T>(whole: readonly T[], start: readonly T[]): boolean {
  if (start.length > whole.length) return false
  for (let i = 0; i < start.length; i++) if (whole[i] !== start[i]) return false
  return true
}

/** Everything in `older` is in `newer`, at the same place. */
export function goesOn(newer: History, older: History): boolean {
  return (
    begins(newer.log, older.log) &&
    older.holders.every((held, seat) => begins(newer.holders[seat] ?? [], held)) &&
    older.last.every((last, seat) => (newer.last[seat] ?? -1) >= last)
  )
}

/** A place in a session's history. */
export interface Vouched {
  readonly session: SessionId
  readonly epoch: Epoch
  readonly version: Version
}

/** What a message to a player is told as: the number is their seat's. */
export function vouchedBy(message: ToPlayer): Vouched | null {
  if (message.kind === 'welcome' || message.kind === 'ack' || message.kind === 'update') return message
  if (message.kind !== 'error' || message.epoch === undefined || message.version === undefined || !message.session)
    return null
  return { session: message.session, epoch: message.epoch, version: message.version }
}

/** What an owner lets a player know, by the session's own version. True answers sees to it that no message says
 *  anything else. */
export const tellsOf = (s: Sighting): Vouched | null =>
  s.kind === 'vouches' ? { session: s.session, epoch: s.epoch, version: s.of } : null
