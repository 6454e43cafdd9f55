// Random games for properties: a list of numbers chosen by fast-check becomes what players and the clock do. Not a test
// of its own.
import * as fc from 'fast-check'
import type { Step } from '../../../node/core/game.ts'
import { minotaur } from '../../../node/games/minotaur/index.ts'
import type { MinotaurState } from '../../../node/games/minotaur/state.ts'
import type { Seat } from '../../../protocol/ids.ts'
import type { Command } from '../../../protocol/minotaur.ts'
import { legalActions, legalCommands } from '../../../protocol/minotaur-legal.ts'
import { freeze, lobby, must, seats, viewOf } from './table.ts'

// A run is a whole game with every state of it: fewer runs than usual see as much.
fc.configureGlobal({ numRuns: 40 })

export type Input = { readonly seat: Seat; readonly command: Command } | 'timeout'

/** A moment of a game: what was done, and the states around it. */
export interface Moment {
  readonly before: MinotaurState
  readonly input: Input
  readonly after: MinotaurState
}

export interface Plan {
  readonly seed: number
  readonly players: number
  readonly picks: readonly number[]
}

export const plans: fc.Arbitrary<Plan> = fc.record({
  seed: fc.integer(),
  players: fc.integer({ min: 2, max: 6 }),
  picks: fc.array(fc.nat(), { maxLength: 120 }),
})

/** One pick, one input. Attacks are favoured, so that games have deaths; sometimes someone leaves, or time is up. */
function inputFor(state: MinotaurState, pick: number): Input {
  const players = state.players.length
  const seat = (pick % players) as Seat
  const rest = Math.floor(pick / players)
  const view = viewOf(state, seat)
  const legal = legalCommands(view)
  if (legal.length === 0 || rest % 23 === 0) return 'timeout'
  if (rest % 59 === 0) return { seat, command: { do: 'leave' } }
  const attacks = legalActions(view).filter(action => action.kind === 'attack')
  const attack = attacks[rest % Math.max(1, attacks.length)]
  if (attack && rest % 3 === 0) return { seat, command: { do: 'register', action: attack } }
  return { seat, command: legal[rest % legal.length]! }
}

export const perform = (state: MinotaurState, input: Input): Step<MinotaurState> =>
  input === 'timeout' ? minotaur.timeout(state) : minotaur.command(state, input.seat, input.command)

/** A game from its start; when the picks are used up, the clock alone plays it to its end. */
export function* play({ seed, players, picks }: Plan): Generator<Moment> {
  let state = must(lobby(players, seed), 0 as Seat, { do: 'start' })
  for (let at = 0; !minotaur.over(state); at++) {
    const pick = picks[at]
    const input = pick === undefined ? 'timeout' : inputFor(state, pick)
    const before = state
    state = freeze(perform(state, input).state)
    yield { before, input, after: state }
  }
}

/** All states of a game, each with its seats. */
export function* statesOf(plan: Plan): Generator<MinotaurState> {
  yield must(lobby(plan.players, plan.seed), 0 as Seat, { do: 'start' })
  for (const { after } of play(plan)) yield after
}

export const everySeat = (state: MinotaurState): Seat[] => seats(state.players.length)
