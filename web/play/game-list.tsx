// The player's games, on whichever device they were begun.
import type { GameInfo } from '../../protocol/player.ts'
import { enter } from './store.ts'

export function GameList({ games }: { readonly games: readonly GameInfo[] }) {
  if (games.length === 0) return null
  const ordered = games.toSorted((a, b) => Number(a.over) - Number(b.over))
  return (
    <section class="panel games">
      <h2>Games in progress</h2>
      <ul>
        {ordered.map(({ session, code, players, over }) => (
          <li key={session}>
            <button
              type="button"
              class="game-row"
              data-game={session}
              data-game-code={code}
              onClick={() => enter(session)}
            >
              <b class="code">{code}</b>
              <span class="names">{players.join(', ')}</span>
              <span class="go">{over ? 'Over' : 'Continue'}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
