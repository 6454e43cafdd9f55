// A player's sessions as they are listed, and counted. A list is bounded, whatever a player has come to: first what
// goes on, and of that what there was news of last, as far as this node has seen; it says where there is more. It
// changes nothing.
import type { PlayerId } from '../../../protocol/ids.ts'
import { GAMES_LISTED_MAX } from '../../../protocol/limits.ts'
import type { About } from '../../../protocol/mesh.ts'
import type { GameInfo } from '../../../protocol/player.ts'
import type { Directory } from '../cluster/directory.ts'

export interface Listed {
  readonly games: readonly GameInfo[]
  readonly more?: true
}

const infoOf = ({ session, code, players, over }: About): GameInfo => ({
  session,
  code,
  players: players.map(({ name }) => name),
  over,
})

export function gamesOf(directory: Directory, player: PlayerId): Listed {
  const all = directory
    .sessionsOf(player)
    .sort(
      (a, b) =>
        Number(a.about.over) - Number(b.about.over) ||
        b.toldAt - a.toldAt ||
        (a.about.session < b.about.session ? -1 : 1),
    )
  const games = all.slice(0, GAMES_LISTED_MAX).map(({ about }) => infoOf(about))
  return all.length > games.length ? { games, more: true } : { games }
}

/** Sessions that are not over in which the player has a seat. */
export const seatsOf = (directory: Directory, player: PlayerId): number =>
  directory.sessionsOf(player).filter(({ about }) => !about.over).length

/** Of those, the ones that this player made and nobody has begun. */
export const lobbiesOf = (directory: Directory, player: PlayerId): number =>
  directory.sessionsOf(player).filter(({ about }) => about.lobby && about.maker === player).length
