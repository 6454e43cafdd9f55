// Who plays, who is ready, who has fallen; and the way to give up.
import { useState } from 'preact/hooks'
import type { MinotaurView, PlayerView } from '../../protocol/minotaur.ts'
import { castOf, isAway } from './cast.ts'
import { Token } from './marks.tsx'
import { act, goHome } from './store.ts'

function fate(view: MinotaurView, player: PlayerView): string {
  const fell = view.fallen.find(fall => fall.seat === player.seat)
  if (fell) return player.present ? `fell in round ${fell.round}` : `gave up in round ${fell.round}`
  if (view.phase === 'over') return 'won'
  if (isAway(view, player)) return 'away'
  return player.ready ? 'ready' : 'planning'
}

function classOf(view: MinotaurView, player: PlayerView): string {
  const away = isAway(view, player)
  return `${player.alive ? '' : 'fallen'} ${player.ready && !away ? 'ready' : ''} ${away ? 'away' : ''}`
}

/** What it means for the others. */
const awayText = ({ rules }: MinotaurView): string =>
  `Not connected: no round waits for them, and after ${rules.awayRounds} rounds they fall.`

function GiveUp({ onNo }: { readonly onNo: () => void }) {
  return (
    <p class="row giving-up">
      <span>You fall at once.</span>
      <button type="button" class="button small" onClick={() => act({ do: 'leave' })}>
        Give up
      </button>
      <button type="button" class="button quiet small" onClick={onNo}>
        Play on
      </button>
    </p>
  )
}

export function Players({ view }: { readonly view: MinotaurView }) {
  const [asked, setAsked] = useState(false)
  const playing = view.phase === 'playing' && view.you.alive
  const cast = castOf(view)
  const alive = cast.filter(player => player.alive).length
  return (
    <section class="panel players" aria-label="Players">
      <div class="heading">
        <h2>Players {view.phase === 'playing' && <small>{alive} alive</small>}</h2>
        {playing && !asked && (
          <button type="button" class="button quiet small" onClick={() => setAsked(true)}>
            Give up
          </button>
        )}
        <button type="button" class="button quiet small" onClick={goHome}>
          My games
        </button>
      </div>
      {playing && asked && <GiveUp onNo={() => setAsked(false)} />}
      <ul>
        {cast.map((player, look) => {
          const here = view.here.includes(player.seat)
          return (
            <li
              key={player.seat}
              class={classOf(view, player)}
              title={isAway(view, player) ? awayText(view) : undefined}
              data-player={player.name}
              data-alive={player.alive}
              data-ready={player.ready}
              data-away={isAway(view, player)}
            >
              <Token look={look} fallen={!player.alive} />
              <span class="name">
                {player.name}
                {player.seat === view.seat && <small> (you)</small>}
                {here && <small> (here)</small>}
              </span>
              <span class="fate">{fate(view, player)}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
