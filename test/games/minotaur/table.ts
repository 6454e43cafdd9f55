// A table to play at: builds games in a known place, and says what players do in few words. Not a test of its own.

import { isDeepStrictEqual } from 'node:util'
import type { ExecutionContext } from 'ava'
import type { Step } from '../../../node/core/game.ts'
import { gridOf, hexCount } from '../../../node/games/minotaur/hex.ts'
import { minotaur } from '../../../node/games/minotaur/index.ts'
import type { MinotaurState } from '../../../node/games/minotaur/state.ts'
import type { PlayerErrorCode } from '../../../protocol/errors.ts'
import type { Seat } from '../../../protocol/ids.ts'
import type { Action, Command, Direction, Hex, LogEntry, MinotaurView } from '../../../protocol/minotaur.ts'

export const NAMES = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn']
export const [A, B, C] = [0, 1, 2] as unknown as readonly [Seat, Seat, Seat]
export const [E, NE, NW, W, SW, SE] = [0, 1, 2, 3, 4, 5] as const

export const seats = (count: number): Seat[] => Array.from({ length: count }, (_, seat) => seat as Seat)
export const viewOf = (state: MinotaurState, seat: Seat): MinotaurView => minotaur.view(state, seat) as MinotaurView
export const move = (direction: Direction): Action => ({ kind: 'move', direction })
export const attack = (target: Seat): Action => ({ kind: 'attack', target })

/** Like t.deepEqual, but quick where nothing differs: properties compare thousands of states. */
export function same(t: ExecutionContext, actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) t.deepEqual(actual, expected)
  t.pass()
}

/** Makes an attempt to change an argument throw. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) freeze(inner)
  }
  return value
}

export function lobby(players: number, seed = 1): MinotaurState {
  return seats(players).reduce(
    (state, seat) => freeze(minotaur.join(state, seat, NAMES[seat] ?? `P${seat}`).state),
    freeze(minotaur.create(seed)),
  )
}

/** Does what must be accepted. */
export function must(state: MinotaurState, seat: Seat, command: Command): MinotaurState {
  const step = minotaur.command(state, seat, command)
  if (step.refusal) throw new Error(`${JSON.stringify(command)}: ${step.refusal.text}`)
  return freeze(step.state)
}

export const codeOf = (step: Step<MinotaurState>): PlayerErrorCode | null => step.refusal?.code ?? null

/** A game that has begun: a maze without walls, each character at a place of its own choice, counted from the
 *  middle. */
export function begun(places: readonly Hex[], change: Partial<MinotaurState> = {}): MinotaurState {
  const state = must(lobby(places.length), A, { do: 'start' })
  const radius = 3
  const grid = gridOf(radius)
  const cellAt = ({ q, r }: Hex) => grid.hexes.findIndex(hex => hex.q === q && hex.r === r)
  const open = Array.from({ length: hexCount(radius) }, (_, cell) =>
    grid.beside[cell]!.reduce((bits, other, direction) => (other < 0 ? bits : bits | (1 << direction)), 0),
  )
  const players = state.players.map((player, seat) => {
    const cell = cellAt(places[seat]!)
    return { ...player, cell, seen: [cell] }
  })
  return freeze({ ...state, maze: { radius, open }, players, ...change })
}

export const withHealth = (state: MinotaurState, ...health: readonly number[]): MinotaurState =>
  freeze({
    ...state,
    players: state.players.map((player, seat) => ({ ...player, health: health[seat] ?? player.health })),
  })

/** Closes one border of the maze, from both sides. */
export function wall(state: MinotaurState, at: Hex, direction: Direction): MinotaurState {
  const grid = gridOf(state.maze.radius)
  const cell = grid.hexes.findIndex(hex => hex.q === at.q && hex.r === at.r)
  const other = grid.beside[cell]![direction]!
  const open = [...state.maze.open]
  open[cell]! &= ~(1 << direction)
  open[other]! &= ~(1 << ((direction + 3) % 6))
  return freeze({ ...state, maze: { ...state.maze, open } })
}

/** Everyone's plan for a round, by seat, and then time is up. */
export function round(state: MinotaurState, ...plans: readonly (readonly Action[])[]): MinotaurState {
  const planned = plans.reduce(
    (before, plan, seat) =>
      plan.reduce((after, action) => must(after, seat as Seat, { do: 'register', action }), before),
    state,
  )
  return freeze(minotaur.timeout(planned).state)
}

/** What a seat's log tells of a round, besides that it began. */
export const told = (state: MinotaurState, seat: Seat, of = state.round - 1): LogEntry[] =>
  viewOf(state, seat).log.filter(entry => entry.round === of && entry.kind !== 'round')
