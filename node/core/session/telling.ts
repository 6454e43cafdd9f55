// What a seat is told of a session, and the number that it is told by.
//
// The session's own version counts every change, the secret ones of others too, so no player ever learns it: who sees a
// number rise, or is sent an unchanged view, knows that somebody planned something. A seat has a number of its own,
// which counts only how often what it is told has changed: its view, its clock, who holds it, its last command. A seat
// of which none of these has changed is sent nothing.
//
// [G6] (epoch, number) still orders all that a seat is ever told, so a client that keeps the highest never shows an
// older view. An epoch has one owner, which is one process, and it alone tells anything at that epoch. It counts while
// it runs the epoch, from confirmed states only, each of which goes on from the one before: what is told later at this
// epoch has no lower number, and the same number only where it is the same. An epoch begins with all that was told at
// those before it [E1], and epochs are compared first, so the next owner may count from one again: the number need not
// outlive the process, nor be part of the state. Whoever answers a resend, a hello or an attach tells the newest
// confirmed state, by its number, and nothing else.
import { assertDecodable } from '../../../protocol/codec.ts'
import type { Epoch, Seat, SessionId, Version } from '../../../protocol/ids.ts'
import type { Context } from '../context.ts'
import { equal } from '../std/equal.ts'
import { ask } from './ask.ts'
import { attempt } from './failing.ts'
import type { Running } from './running.ts'
import type { SessionState } from './state.ts'
import type { Telling } from './told.ts'

/** What the seat may be told now: of the newest confirmed state. Null where that does not know the seat. */
export function tellingOf(ctx: Context, r: Running, seat: Seat): Telling | null {
  const { confirmed, confirmedVersion: of, confirmedClock: clockSet } = r
  const place = confirmed?.seats[seat]
  if (!confirmed || !place) return null
  const before = r.tellings.get(seat)
  if (before?.of === of) return before
  const { holder, last } = place
  const made = viewOf(ctx, r.session, confirmed, seat)
  const fails = made === null
  // What cannot be shown leaves the last view standing.
  const view = made ? made.view : before?.view
  const next = ((before?.version ?? 0) + 1) as Version
  const viewed = before?.clockSet === clockSet && equal(before.view, view) ? before.viewed : next
  const isSame = before?.holder === holder && before.last === last
  const version = before && viewed < next && isSame ? before.version : next
  const telling = { version, viewed, of, view, fails, clockSet, holder, last }
  r.tellings.set(seat, telling)
  return telling
}

/** A view goes out in one frame with what is told of other sessions: one that has no form there must not take them with
 *  it. */
function plain(view: unknown): unknown {
  assertDecodable(view)
  return view
}

/** Null where the game fails to make it. */
function viewOf(
  ctx: Context,
  session: SessionId,
  { game }: SessionState,
  seat: Seat,
): { readonly view: unknown } | null {
  return attempt(ctx, session, () => ({ view: ask('view', () => plain(ctx.game.view(game, seat))) }))
}

/** The place in the seat's history that an answer names. */
export function placeOf(ctx: Context, r: Running, seat: Seat): { readonly epoch: Epoch; readonly version: Version } {
  return { epoch: r.epoch, version: tellingOf(ctx, r, seat)?.version ?? (0 as Version) }
}

/** Whether something is on its way that the seat will be told once it is confirmed. That others wait for theirs is not
 *  for it to know. */
export function awaitsNews(ctx: Context, r: Running, seat: Seat): boolean {
  const told = tellingOf(ctx, r, seat)
  const place = r.state.seats[seat]
  if (!told || !place) return true
  const same = told.holder === place.holder && told.last === place.last && told.clockSet === r.clockSet
  const made = viewOf(ctx, r.session, r.state, seat)
  return !(same && (made === null || equal(told.view, made.view)))
}
