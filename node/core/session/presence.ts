// Who is connected, as games are told of it.
//
// A seat's player is connected while a socket of theirs is in the session: it said hello, or its gateway has it
// attached to the session's new owner. Gateways tell who has left; where that is lost, the next message for the socket
// comes back as `detach`. A gateway that is dead or silent shows nobody: its players will have to come by another. A
// blink is no absence: a game is told only once nobody has been seen for AWAY_AFTER, by this node's own clock, which is
// longer than a move, or a node's death, leaves a player without a socket. An owner knows of no time before its own, so
// it gives everybody that long again: presence is lost by no move, absence told later at most. What the game is told is
// an input, applied where nothing is sealed and confirmed like any other; what it was told is in its state, so the next
// owner goes on from that, and who comes back is told of at once, whoever runs the session by then.
import type { Seat } from '../../../protocol/ids.ts'
import type { Context } from '../context.ts'
import { ask } from './ask.ts'
import { contain } from './contain.ts'
import { attempt } from './failing.ts'
import { applyChange } from './inputs.ts'
import type { Running } from './running.ts'
import { isOver } from './show.ts'
import { noticed } from './state.ts'

/** With each sweep. */
export function noticePresence(ctx: Context): void {
  for (const session of ctx.store.running)
    contain(ctx, session, () => notice(ctx, ctx.store.members.get(session)!.running!))
}

/** Also at the end of a turn in which somebody came back. */
export function notice(ctx: Context, r: Running): void {
  const { presence } = ctx.game
  if (!presence || ctx.settings.awayAfterMs === 0) return
  if (r.sealedAt !== null || r.epoch === 0 || isOver(ctx, r.session, r.state) === true) return
  const here = connected(ctx, r)
  for (const seat of r.state.seats.keys() as MapIterator<Seat>) {
    const isHere = here.has(seat)
    if (isHere) r.goneSince.delete(seat)
    else if (!r.goneSince.has(seat)) r.goneSince.set(seat, ctx.now)
    const isBlink = !isHere && ctx.now - r.goneSince.get(seat)! < ctx.settings.awayAfterMs
    const isNews = () => ask('seen', () => presence.isConnected(r.state.game, seat) !== isHere)
    if (isBlink) continue
    const tell = () => noticed(r.state, presence, seat, isHere)
    const again = () => attempt(ctx, r.session, () => applyChange(ctx, r, tell()))
    attempt(ctx, r.session, () => isNews() && applyChange(ctx, r, tell(), { deed: { again, refuse() {} } }))
  }
}

function connected(ctx: Context, r: Running): Set<Seat> {
  const here = new Set<Seat>()
  for (const { seat, origin } of r.watchers.values())
    if (origin.gateway === ctx.me || !ctx.peers.suspects(origin.gateway)) here.add(seat)
  return here
}
