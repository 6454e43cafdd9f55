// Who is who: names as the viewer calls them, and a colour and sigil for each that lasts for the game.
import type { Seat } from '../../protocol/ids.ts'
import type { MinotaurView, PlayerView } from '../../protocol/minotaur.ts'

/** Those of the lobby, or who began the game: not those who left the lobby before. */
export function castOf(view: MinotaurView): PlayerView[] {
  const fell = new Set(view.fallen.map(fall => fall.seat))
  return view.players.filter(player => player.present || fell.has(player.seat))
}

/** Place of each seat in the cast: its number of colour and sigil. */
export const looksOf = (view: MinotaurView): ReadonlyMap<Seat, number> =>
  new Map(castOf(view).map((player, i): [Seat, number] => [player.seat, i]))

export const nameOf = (view: MinotaurView, seat: Seat): string => view.players[seat]?.name ?? `seat ${seat}`

/** Whoever reads this is connected: where the view says else, the next one says so. */
export const isAway = (view: MinotaurView, player: PlayerView): boolean => player.away && player.seat !== view.seat
