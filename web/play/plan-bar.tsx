// The plan as a bar as long as the action points of a round: each action takes the places that it costs, what is left
// lies open. A whole action is the button that takes it back.
import type { Action, MinotaurView } from '../../protocol/minotaur.ts'
import { costOf } from '../../protocol/minotaur-legal.ts'
import { nameOf } from './cast.ts'
import { DIRECTION_NAMES } from './directions.ts'
import type { Planned } from './foresee.ts'
import { BLADES } from './marks.tsx'
import { turn } from './pixels.ts'
import { unregister } from './planning.ts'
import { actionName } from './words.ts'

function Picture({ action }: { readonly action: Action }) {
  return (
    <svg class="picture" viewBox="-10 -10 20 20" width="20" height="20" aria-hidden="true">
      {action.kind === 'move' ? (
        <path d="M-7 0H7M1-6 7 0 1 6" transform={`rotate(${turn(action.direction)})`} />
      ) : (
        <path d={BLADES} />
      )}
    </svg>
  )
}

interface StepProps {
  readonly view: MinotaurView
  readonly planned: Planned
  readonly index: number
}

function Step({ view, planned: { action, pending }, index }: StepProps) {
  const name = actionName(view, action)
  return (
    <li
      class={`step ${pending ? 'pending' : ''}`}
      style={{ gridColumn: `span ${costOf(action, view.rules)}` }}
      data-action={name}
      data-pending={pending}
    >
      <button
        type="button"
        title={`${name}: take it back`}
        aria-label={`Take back: ${name}${pending ? ' (not confirmed yet)' : ''}`}
        onClick={() => unregister(index)}
      >
        <Picture action={action} />
        <span class="what">
          {action.kind === 'move' ? DIRECTION_NAMES[action.direction] : nameOf(view, action.target)}
        </span>
        <svg class="cross" viewBox="0 0 16 16" width="10" height="10" aria-hidden="true">
          <path d="M2 2l12 12M14 2L2 14" />
        </svg>
      </button>
    </li>
  )
}

export function PlanBar({ view, plan }: { readonly view: MinotaurView; readonly plan: readonly Planned[] }) {
  const { points } = view.you
  return (
    <ol class="bar" style={{ '--points': view.rules.points }} aria-label="Registered actions">
      {plan.map((planned, i) => (
        <Step key={i} view={view} planned={planned} index={i} />
      ))}
      {Array.from({ length: points }, (_, i) => (
        <li key={`free${i}`} class="free" aria-hidden="true">
          <i class="pip" />
        </li>
      ))}
    </ol>
  )
}
