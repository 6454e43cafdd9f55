// What a player can do next, in a sentence: decided from the view with the plan in it, for who has never played before.
import type { MinotaurView } from '../../protocol/minotaur.ts'
import { legalActions } from '../../protocol/minotaur-legal.ts'

const NAMES_MAX = 2
const DONE = 'press Ready'

function waitingFor(view: MinotaurView): string {
  const others = view.players.filter(player => player.alive && !player.ready && player.seat !== view.seat)
  if (others.length === 0) return 'All are ready.'
  const names = others.map(player => player.name).join(' and ')
  const whom = others.length > NAMES_MAX ? `${others.length} others` : names
  return `Waiting for ${whom}. You can still change your plan.`
}

/** For who is alive in a game that is played. */
export function hint(view: MinotaurView): string {
  const { ready, actions, points } = view.you
  if (ready) return waitingFor(view)
  const possible = legalActions(view)
  if (points === 0) return `Your points are spent: ${DONE}.`
  if (possible.length === 0) return `Nothing else is possible: ${DONE}.`
  if (actions.length > 0)
    return `Plan on with ${points === 1 ? 'the last point' : `${points} more points`}, or ${DONE}.`
  const strike = possible.some(action => action.kind === 'attack')
  return `Choose a marked hex to walk to${strike ? ', or somebody to strike' : ''}; then ${DONE}.`
}
