// What a seat may command, decided from its view alone: the node asks the same function about the same view, so a
// refusal can never tell a player more than they know already. Bots and the page use it to offer only what will be
// accepted.
import type { Seat } from './ids.ts'
import {
  type Action,
  type Command,
  DIRECTIONS,
  type Direction,
  type Hex,
  type MinotaurView,
  opposite,
  type Rules,
  type SeenHex,
  STEPS,
} from './minotaur.ts'

/** What the rules look at: a view without its log. */
export type Known = Omit<MinotaurView, 'log'>

export const neighbour = (hex: Hex, direction: Direction): Hex => ({
  q: hex.q + STEPS[direction].q,
  r: hex.r + STEPS[direction].r,
})

const find = (seen: readonly SeenHex[], { q, r }: Hex): SeenHex | undefined =>
  seen.find(hex => hex.q === q && hex.r === r)

/** What those who saw these hexes know of the border of `at` in this direction. */
export function border(seen: readonly SeenHex[], at: Hex, direction: Direction): 'open' | 'wall' | 'unknown' {
  const near = find(seen, at)
  if (near) return near.open.includes(direction) ? 'open' : 'wall'
  const far = find(seen, neighbour(at, direction))
  if (far) return far.open.includes(opposite(direction)) ? 'open' : 'wall'
  return 'unknown'
}

/** Where the registered moves lead, if no unknown wall is in the way. */
export function destination(actions: readonly Action[]): Hex {
  return actions.reduce<Hex>((at, a) => (a.kind === 'move' ? neighbour(at, a.direction) : at), { q: 0, r: 0 })
}

export const costOf = (action: Action, rules: Rules): number =>
  action.kind === 'move' ? rules.moveCost : rules.attackCost

export const costOfAll = (actions: readonly Action[], rules: Rules): number =>
  actions.reduce((sum, action) => sum + costOf(action, rules), 0)

/** Why the action cannot follow those registered; null if it can. */
function whyNotAction(view: Known, action: Action): string | null {
  if (action.kind === 'attack') {
    if (action.target === view.seat) return 'You cannot attack yourself.'
    if (!view.here.includes(action.target)) return `Nobody of seat ${action.target} is in your hex: attack one who is.`
  } else if (border(view.seen, destination(view.you.actions), action.direction) === 'wall') {
    return 'There is a wall: move where the hex is open.'
  }
  const cost = costOf(action, view.rules)
  if (cost > view.you.points)
    return `This costs ${cost} and you have ${view.you.points} left: unregister something first.`
  return null
}

function whyNotEnter({ phase, players, seat, rules }: Known): string | null {
  if (players[seat]?.present) return 'You are in this game already.'
  if (phase !== 'lobby') return 'The game has begun: nobody can enter it any more.'
  return players.filter(player => player.present).length < rules.playersMax
    ? null
    : `All ${rules.playersMax} places are taken.`
}

/** Why the seat of this view cannot do this now, for the player's eyes; null if it can. */
export function whyNot(view: Known, command: Command): string | null {
  const me = view.players[view.seat]
  if (view.phase === 'over') return 'The game is over.'
  if (command.do === 'enter') return whyNotEnter(view)
  if (!me?.present) return 'You have left this game.'
  if (command.do === 'start') {
    if (view.phase !== 'lobby') return 'The game has begun already.'
    const players = view.players.filter(player => player.present).length
    return players < view.rules.playersMin ? `It takes ${view.rules.playersMin} players: wait for one more.` : null
  }
  if (command.do === 'leave') return view.you.alive ? null : 'Your character has fallen already.'
  if (view.phase === 'lobby') return 'The game has not begun: start it first.'
  if (!view.you.alive) return 'Your character has fallen.'
  switch (command.do) {
    case 'register':
      return whyNotAction(view, command.action)
    case 'unregister':
      return command.index < view.you.actions.length ? null : `You have no action ${command.index} registered.`
    case 'ready':
      return null
    default:
      return command satisfies never
  }
}

/** What is planned for one round, and for no other. */
export const isPlanning = (body: unknown): boolean =>
  ['register', 'unregister', 'ready'].includes((body as Partial<Command> | null)?.do ?? '')

/** The actions that can be registered next. */
export function legalActions(view: Known): Action[] {
  const moves = DIRECTIONS.map((direction): Action => ({ kind: 'move', direction }))
  const attacks = view.here.map((target: Seat): Action => ({ kind: 'attack', target }))
  return [...moves, ...attacks].filter(action => whyNot(view, { do: 'register', action }) === null)
}

/** All that the seat may command now and that would change something; all but `leave`, so that bots play to the end. */
export function legalCommands(view: Known): Command[] {
  const candidates: Command[] = [
    { do: 'start' },
    { do: 'enter' },
    ...legalActions(view).map((action): Command => ({ do: 'register', action })),
    ...view.you.actions.map((_, index): Command => ({ do: 'unregister', index })),
    { do: 'ready', ready: !view.you.ready },
  ]
  return candidates.filter(command => whyNot(view, command) === null)
}
