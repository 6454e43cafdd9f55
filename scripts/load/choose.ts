// What a bot does next, from what its player sees: legal moves drawn by lot, so that games take many ways and come to
// an end.
import type { Command, MinotaurView } from '../../protocol/minotaur.ts'
import { legalActions } from '../../protocol/minotaur-legal.ts'

/** Uniform in [0, 1). */
export type Random = () => number

const UNREGISTER_SHARE = 0.1
const READY_EARLY_SHARE = 0.15

/** Nothing where there is nothing to do but wait. Of more than one command the later ones do not wait for the first. */
export function choose(view: MinotaurView, players: number, random: Random): Command[] {
  if (view.phase === 'over') return []
  if (view.phase === 'lobby') return view.seat === 0 && present(view) >= players ? [{ do: 'start' }] : []
  if (!view.you.alive || view.you.ready) return []
  if (view.you.actions.length > 0 && random() < UNREGISTER_SHARE)
    return [{ do: 'unregister', index: Math.floor(random() * view.you.actions.length) }]
  const actions = legalActions(view)
  const action = actions[Math.floor(random() * actions.length)]
  const ready: Command = { do: 'ready', ready: true }
  if (action === undefined) return [ready]
  const register: Command = { do: 'register', action }
  return random() < READY_EARLY_SHARE ? [register, ready] : [register]
}

const present = (view: MinotaurView) => view.players.filter(player => player.present).length
