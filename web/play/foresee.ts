// The view as it will be once the unconfirmed commands are applied, by the rules that the node asks too. So what a
// player does shows at once, marked as pending; the next update replaces it by what is.
import type { Action, Command, MinotaurView } from '../../protocol/minotaur.ts'
import { costOfAll, isPlanning, whyNot } from '../../protocol/minotaur-legal.ts'
import type { Unconfirmed } from '../link/state.ts'

export interface Planned {
  readonly action: Action
  readonly pending: boolean
}

export interface Foreseen {
  readonly view: MinotaurView
  /** The registered actions, in order; `view.you.actions` with what is known of each. */
  readonly plan: readonly Planned[]
  /** Commands on their way that are not the registering of an action. */
  readonly starting: boolean
  readonly leaving: boolean
  readonly entering: boolean
  readonly readying: boolean
}

function withPlan(view: MinotaurView, plan: readonly Planned[]): MinotaurView {
  const actions = plan.map(planned => planned.action)
  const all = view.you.points + costOfAll(view.you.actions, view.rules)
  const points = all - costOfAll(actions, view.rules)
  return { ...view, you: { ...view.you, actions, points, ready: false } }
}

/** The plan without action `index`, and without those that are impossible without it. */
function without(view: MinotaurView, plan: readonly Planned[], index: number): Planned[] {
  const kept: Planned[] = []
  let rest = withPlan(view, kept)
  for (const planned of plan.toSpliced(index, 1)) {
    if (whyNot(rest, { do: 'register', action: planned.action }) !== null) continue
    kept.push(planned)
    rest = withPlan(view, kept)
  }
  return kept
}

function apply(now: Foreseen, command: Command): Foreseen {
  if (whyNot(now.view, command) !== null) return now
  switch (command.do) {
    case 'start':
      return { ...now, starting: true }
    case 'leave':
      return { ...now, leaving: true }
    case 'enter':
      return { ...now, entering: true }
    case 'ready':
      return {
        ...now,
        readying: true,
        view: { ...now.view, you: { ...now.view.you, ready: command.ready } },
      }
    case 'register': {
      const plan = [...now.plan, { action: command.action, pending: true }]
      return { ...now, plan, view: withPlan(now.view, plan) }
    }
    case 'unregister': {
      const plan = without(now.view, now.plan, command.index)
      return { ...now, plan, view: withPlan(now.view, plan) }
    }
    default:
      return command satisfies never
  }
}

/** `unconfirmed` are commands of this page, so their bodies are what it made them. Those of a round that is over will
 *  be refused. */
export function foresee(view: MinotaurView, unconfirmed: readonly Unconfirmed[]): Foreseen {
  const start: Foreseen = {
    view,
    plan: view.you.actions.map(action => ({ action, pending: false })),
    starting: false,
    leaving: false,
    entering: false,
    readying: false,
  }
  return unconfirmed
    .filter(({ body, moment = view.round }) => moment === view.round || !isPlanning(body))
    .reduce((now, { body }) => apply(now, body as Command), start)
}
