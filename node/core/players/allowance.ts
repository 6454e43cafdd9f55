// How many sessions one player may have at one time. A person waits in one or two lobbies and plays in a few games; a
// program that makes thousands would take the memory of all nodes.
//
// The node that the wish comes to decides, from its own directory and the wishes that it is about to grant: the same
// knowledge gives the same answer. Wishes that come to several nodes within the same moment may each be granted, so a
// player may have as many more as there are nodes, for once: the next wish finds all of them in every directory. It
// never takes away what is had.
import type { PlayerId, SessionId } from '../../../protocol/ids.ts'
import type { Context } from '../context.ts'
import type { Limit } from '../effect.ts'
import { lobbiesOf, seatsOf } from './listing.ts'

export interface Excess {
  readonly limit: Limit
  readonly text: string
}

/** Null: one more is allowed. */
export function excessOfCreate(ctx: Context, player: PlayerId): Excess | null {
  const { lobbiesMax } = ctx.settings
  const coming = [...ctx.creating].filter(
    ([wish, session]) => wish.startsWith(`${player} `) && ctx.directory.about(session) === null,
  ).length
  const lobbies = lobbiesOf(ctx.directory, player) + coming
  if (lobbiesMax > 0 && lobbies >= lobbiesMax) {
    const text = `You have made ${lobbies} games that have not begun. Begin or leave one of them, then make another.`
    return { limit: 'player-lobbies', text }
  }
  return excessOfSeats(ctx, player, coming)
}

/** Null: the player has a seat there already, or may have one more. */
export function excessOfJoin(ctx: Context, player: PlayerId, session: SessionId): Excess | null {
  const seated = ctx.directory.about(session)?.players.some(seat => seat.player === player)
  return seated ? null : excessOfSeats(ctx, player, 0)
}

function excessOfSeats(ctx: Context, player: PlayerId, coming: number): Excess | null {
  const { gamesMax } = ctx.settings
  const seats = seatsOf(ctx.directory, player) + coming
  if (gamesMax === 0 || seats < gamesMax) return null
  return { limit: 'player-games', text: `You have a seat in ${seats} games. Play or leave one of them first.` }
}
