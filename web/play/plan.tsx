// The player's character and what it will do: health, points, the registered actions, ready.
import type { MinotaurView } from '../../protocol/minotaur.ts'
import { costOf } from '../../protocol/minotaur-legal.ts'
import type { Foreseen, Planned } from './foresee.ts'
import { toggleReady, unregister } from './planning.ts'
import { actionName } from './words.ts'

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
  return (
    <div class="points">
      <span class="eyebrow">Points</span>
      <span class="pips" aria-hidden="true">
        {Array.from({ length: view.rules.points }, (_, i) => (
          <i key={i} class={i < points ? 'pip full' : 'pip'} />
        ))}
      </span>
      <b data-points={points}>
        {points}
        <small> left</small>
      </b>
    </div>
  )
}

function Step({
  view,
  planned,
  index,
}: {
  readonly view: MinotaurView
  readonly planned: Planned
  readonly index: number
}) {
  const name = actionName(view, planned.action)
  return (
    <li
      class={`step ${planned.action.kind} ${planned.pending ? 'pending' : ''}`}
      data-action={name}
      data-pending={planned.pending}
    >
      <span class="number" aria-hidden="true">
        {index + 1}
      </span>
      <span class="what">
        {name}
        {planned.pending && <span class="hidden-text"> (not confirmed yet)</span>}
      </span>
      <span class="cost">{costOf(planned.action, view.rules)}</span>
      <button
        type="button"
        class="button quiet small icon-only"
        aria-label={`Take back: ${name}`}
        onClick={() => unregister(index)}
      >
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
          <path d="M2 2l12 12M14 2L2 14" stroke="currentColor" stroke-width="2" />
        </svg>
      </button>
    </li>
  )
}

function waitingFor(view: MinotaurView): string {
  const others = view.players.filter(player => player.alive && !player.ready && player.seat !== view.seat).length
  if (others === 0) return 'Ready'
  return others === 1 ? 'Ready: one other still plans' : `Ready: ${others} others still plan`
}

export function Plan({ now }: { readonly now: Foreseen }) {
  const { view, plan, readying } = now
  const playing = view.phase === 'playing' && view.you.alive
  const { moveCost, attackCost } = view.rules
  return (
    <section class="panel plan" aria-label="Your plan">
      <Health view={view} />
      {playing && (
        <>
          <Points view={view} />
          <ol class="steps" aria-label="Registered actions">
            {plan.map((planned, i) => (
              <Step key={i} view={view} planned={planned} index={i} />
            ))}
            {plan.length === 0 && (
              <li class="none">
                Choose a way out of your hex ({moveCost} each)
                {view.here.length > 0 && `, or strike who is here (${attackCost})`}.
              </li>
            )}
          </ol>
          <button
            type="button"
            class={`button wide ready ${view.you.ready ? 'is-ready' : 'primary'} ${readying ? 'pending' : ''}`}
            aria-pressed={view.you.ready}
            onClick={toggleReady}
          >
            {view.you.ready ? waitingFor(view) : 'Ready'}
          </button>
        </>
      )}
    </section>
  )
}
