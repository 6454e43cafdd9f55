// The round, and the time that is left of it.
import type { MinotaurView } from '../../protocol/minotaur.ts'
import { clockFace, remaining } from './clock.ts'
import { link, pageNow, pausedAt } from './store.ts'
import { huntDamage } from './words.ts'

const RADIUS = 44
const HURRY_MS = 8000

function Minotaur({ view }: { readonly view: MinotaurView }) {
  const damage = huntDamage(view)
  const inRounds = view.rules.huntFrom - view.round
  if (damage > 0) return <p class="omen awake">The Minotaur hunts: it strikes for {damage} this round.</p>
  if (inRounds > 3) return <p class="omen">The Minotaur sleeps.</p>
  return <p class="omen">The Minotaur wakes in {inRounds === 1 ? 'the next round' : `${inRounds} rounds`}.</p>
}

export function Dial({ view }: { readonly view: MinotaurView }) {
  const session = link.value?.session
  const over = view.phase === 'over'
  const clocked = session?.remainingMs != null && !over
  const at = pausedAt.value ?? Math.max(pageNow.value, session?.receivedAt ?? 0)
  const left = clocked ? remaining({ remainingMs: session.remainingMs!, receivedAt: session.receivedAt }, at) : 0
  const share = clocked ? left / view.rules.roundMs : 0
  const hurry = clocked && left < HURRY_MS
  // Nobody tells how the clock goes on; it may be another round's by now.
  const away = link.value?.status === 'offline' || link.value?.status === 'connecting'
  return (
    <section
      class={`dial ${hurry ? 'hurry' : ''} ${pausedAt.value === null && !away ? '' : 'held'}`}
      aria-label="Round"
    >
      {!over && (
        <svg viewBox="-50 -50 100 100" width="92" height="92" aria-hidden="true">
          <circle class="rim" r={RADIUS} />
          <circle class="left" r={RADIUS} pathLength="1" style={{ strokeDashoffset: String(1 - Math.min(1, share)) }} />
          <text class="time" y="7">
            {clocked ? clockFace(left) : '–'}
          </text>
        </svg>
      )}
      <div>
        <p class="round" data-round-name>
          {over ? 'Game over' : `Round ${view.round}`}
        </p>
        {!over && <Minotaur view={view} />}
        <span class="hidden-text" role="timer" data-remaining={Math.round(left)}>
          {clocked ? `${clockFace(left)} left` : ''}
        </span>
      </div>
    </section>
  )
}
