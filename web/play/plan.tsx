// The player's character and what it will do: health, points, the registered actions, ready.
import type { MinotaurView } from '../../protocol/minotaur.ts'
import type { Foreseen } from './foresee.ts'
import { hint } from './hint.ts'
import { PlanBar } from './plan-bar.tsx'
import { toggleReady } from './planning.ts'

function Health({ view }: { readonly view: MinotaurView }) {
  const { health } = view.you
  const all = view.rules.health
  return (
    <div class={`health ${health <= view.rules.damage ? 'low' : ''}`}>
      <span class="eyebrow">Health</span>
      {/* biome-ignore lint/a11y/useSemanticElements: a meter cannot be drawn as segments everywhere */}
      <span
        class="segments"
        role="meter"
        aria-label="Health"
        aria-valuenow={health}
        aria-valuemin={0}
        aria-valuemax={all}
      >
        {Array.from({ length: all }, (_, i) => (
          <i key={i} class={i < health ? 'segment full' : 'segment'} />
        ))}
      </span>
      <b data-health-value>
        {health}
        <small>/{all}</small>
      </b>
    </div>
  )
}

function Points({ view }: { readonly view: MinotaurView }) {
  const { points } = view.you
  const { moveCost, attackCost } = view.rules
  return (
    <p class="points">
      <span class="eyebrow">Points</span>
      <small>
        walk {moveCost}, strike {attackCost}
      </small>
      <b data-points={points}>
        {points}
        <small> of {view.rules.points} left</small>
      </b>
    </p>
  )
}

export function Plan({ now }: { readonly now: Foreseen }) {
  const { view, plan, readying } = now
  const playing = view.phase === 'playing' && view.you.alive
  return (
    <section class="panel plan" aria-label="Your plan">
      <Health view={view} />
      {playing && (
        <>
          <Points view={view} />
          <PlanBar view={view} plan={plan} />
          <p class="hint" role="status">
            {hint(view)}
          </p>
          <button
            type="button"
            class={`button wide ready ${view.you.ready ? 'is-ready' : 'primary'} ${readying ? 'pending' : ''}`}
            aria-pressed={view.you.ready}
            onClick={toggleReady}
          >
            Ready
          </button>
        </>
      )}
    </section>
  )
}
