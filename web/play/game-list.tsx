// The player's games, on whichever device they were begun: those that go on, or those that can still be looked at.
import type { GameInfo } from '../../protocol/player.ts'
import { enter } from './store.ts'

function Game({ session, code, players, over }: GameInfo) {
  return (
    <li>
      <button type="button" class="game-row" data-game={session} data-game-code={code} onClick={() => enter(session)}>
        <b class="code">{code}</b>
        <span class="names">{players.join(', ')}</span>
        <span class="go">{over ? 'View' : 'Continue'}</span>
      </button>
    </li>
  )
}

export function Games({ title, games }: { readonly title: string; readonly games: readonly GameInfo[] }) {
  if (games.length === 0) return null
  return (
    <section class="panel games">
      <h2>{title}</h2>
      <ul>
        {games.map(game => (
          <Game key={game.session} {...game} />
        ))}
      </ul>
    </section>
  )
}
