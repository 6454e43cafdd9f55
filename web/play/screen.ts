// Which screen is shown: decided by who the player is and what the link says, and by nothing else.
import type { MinotaurView } from '../../protocol/minotaur.ts'
import type { LinkState } from '../link/state.ts'

export type Screen = 'name' | 'outdated' | 'home' | 'entering' | 'replaced' | 'ended' | 'lobby' | 'board'

const lastProblem = (state: LinkState) => state.problems.at(-1)?.code

export function screenOf(known: { readonly named: boolean; readonly state: LinkState | null }): Screen {
  const { named, state } = known
  if (!named) return 'name'
  if (!state) return 'home'
  if (state.status === 'refused') return lastProblem(state) === 'bad-protocol' ? 'outdated' : 'name'
  if (state.status === 'replaced') return 'replaced'
  if (!state.session) return 'home'
  const view = state.session.view as MinotaurView | null
  if (!view) return state.session.over ? 'ended' : 'entering'
  if (view.phase === 'lobby') return state.session.over ? 'ended' : 'lobby'
  // A lobby that nobody started, or that the player left before the game began: there is no board to show.
  return view.seen.length === 0 ? 'ended' : 'board'
}
