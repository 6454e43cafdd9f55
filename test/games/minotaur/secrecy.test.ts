// What a seat may not know does not show in its view. The oracle here knows the rules of sight only as MINOTAUR.md
// states them.
import test from 'ava'
import * as fc from 'fast-check'
import type { Game } from '../../../node/core/game.ts'
import { gridOf, hexCount } from '../../../node/games/minotaur/hex.ts'
import { minotaur } from '../../../node/games/minotaur/index.ts'
import { isIn } from '../../../node/games/minotaur/sight.ts'
import { type GameEvent, isAlive, type MinotaurState } from '../../../node/games/minotaur/state.ts'
import type { Seat } from '../../../protocol/ids.ts'
import { type Action, type Hex, opposite } from '../../../protocol/minotaur.ts'
import { legalCommands } from '../../../protocol/minotaur-legal.ts'
import type { ToPlayer } from '../../../protocol/player.ts'
import { Hand } from '../../core/hand.ts'
import { everySeat, plans, statesOf } from './playing.ts'
import { attack, move, same, viewOf } from './table.ts'

/** Numbers that depend on the salt, to draw hidden things anew. */
function drawer(salt: number): (below: number) => number {
  let state = salt >>> 0
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const showsTo = (seat: Seat, event: GameEvent): boolean => {
  if (event.kind === 'walk') return event.seat === seat || isIn(event.seenLeaving, seat) || isIn(event.seenComing, seat)
  return event.kind === 'attack' || event.kind === 'hunt' ? isIn(event.seen, seat) : true
}

/** The event with all that the seat does not see of it changed. */
function blurred(seat: Seat, event: GameEvent, draw: (below: number) => number): GameEvent {
  const own = 1 << seat
  if (event.kind === 'attack' || event.kind === 'hunt') return { ...event, seen: (draw(64) & ~own) | own }
  if (event.kind !== 'walk' || event.seat === seat) return event
  const leaving = isIn(event.seenLeaving, seat)
  const middle = [draw(6), draw(6)] as (0 | 1)[]
  return {
    ...event,
    blocked: draw(2) === 1,
    from: leaving ? event.from : draw(7),
    to: leaving ? draw(7) : event.to,
    steps: leaving ? [event.steps[0]!, ...middle] : [...middle, event.steps.at(-1)!],
  }
}

/** Walls between hexes that the seat has not been in, drawn anew. */
function otherWalls(
  state: MinotaurState,
  seen: ReadonlySet<number>,
  draw: (below: number) => number,
): readonly number[] {
  const grid = gridOf(state.maze.radius)
  const open = [...state.maze.open]
  for (const [cell, around] of grid.beside.entries())
    for (const direction of [0, 1, 2] as const) {
      const other = around[direction]!
      if (other < 0 || seen.has(cell) || seen.has(other)) continue
      const [bit, back] = [1 << direction, 1 << opposite(direction)]
      const closed = draw(2) === 0
      open[cell] = closed ? open[cell]! & ~bit : open[cell]! | bit
      open[other] = closed ? open[other]! & ~back : open[other]! | back
    }
  return open
}

/** A state that the seat cannot tell from this one. */
function twin(state: MinotaurState, seat: Seat, salt: number): MinotaurState {
  const draw = drawer(salt)
  const me = state.players[seat]!
  const elsewhere = gridOf(state.maze.radius).hexes.flatMap((_, cell) => (cell === me.cell ? [] : [cell]))
  const players = state.players.map((player, other) => {
    if (other === seat || player.cell < 0) return player
    const met = isAlive(me) && isAlive(player) && player.cell === me.cell
    const cell = met ? me.cell : elsewhere[draw(elsewhere.length)]!
    const health = isAlive(player) ? 1 + draw(10) : player.health
    const actions = isAlive(player)
      ? [move(draw(6) as 0), attack(draw(state.players.length) as Seat)].slice(draw(3))
      : player.actions
    return { ...player, cell, health, actions, seen: [cell, draw(7)] }
  })
  const shown = state.log.filter(event => showsTo(seat, event)).map(event => blurred(seat, event, draw))
  const hidden: GameEvent = { round: state.round, kind: 'hunt', target: 0 as Seat, damage: 9, at: draw(7), seen: 0 }
  const log = shown.flatMap(event => (draw(3) === 0 ? [hidden, event] : [event]))
  const maze = { ...state.maze, open: otherWalls(state, new Set(me.seen), draw) }
  return { ...state, random: draw(2 ** 32), maze, players, log }
}

test('[R19] states that differ only in what a seat may not know give it equal views', t => {
  fc.assert(
    fc.property(plans, fc.nat(), (plan, salt) => {
      for (const state of statesOf(plan))
        for (const seat of everySeat(state)) same(t, viewOf(twin(state, seat, salt), seat), viewOf(state, seat))
    }),
  )
})

test('[R2] such states accept and refuse the same commands, in the same words', t => {
  fc.assert(
    fc.property(plans, fc.nat(), (plan, salt) => {
      for (const state of statesOf(plan))
        for (const seat of everySeat(state)) {
          const other = twin(state, seat, salt)
          same(t, legalCommands(viewOf(other, seat)), legalCommands(viewOf(state, seat)))
          for (const action of [...([0, 1, 2, 3, 4, 5] as const).map(move), ...everySeat(state).map(attack)]) {
            const body = { do: 'register', action }
            same(t, minotaur.command(other, seat, body).refusal, minotaur.command(state, seat, body).refusal)
          }
        }
    }),
    { numRuns: 20 },
  )
})

test('[R19] what others do before a round resolves shows nothing that was hidden', t => {
  fc.assert(
    fc.property(plans, fc.nat(), (plan, salt) => {
      for (const state of statesOf(plan))
        for (const seat of everySeat(state)) {
          const other = ((seat + 1 + (salt % (plan.players - 1))) % plan.players) as Seat
          const secret = twin(state, seat, salt)
          for (const body of [{ do: 'leave' }, { do: 'ready', ready: true }, { do: 'unregister', index: 0 }]) {
            const [here, there] = [state, secret].map(game => minotaur.command(game, other, body))
            const resolved = here!.state.round !== state.round || minotaur.over(here!.state)
            if (resolved || here!.refusal || there!.refusal) continue
            same(t, viewOf(there!.state, seat), viewOf(here!.state, seat))
          }
        }
    }),
    { numRuns: 25 },
  )
})

/** The same game in a larger maze, moved away from its middle. */
function elsewhere(state: MinotaurState, by: Hex): MinotaurState {
  const radius = 8
  const [small, large] = [gridOf(state.maze.radius), gridOf(radius)]
  const moved = small.hexes.map(({ q, r }) => large.hexes.findIndex(hex => hex.q === q + by.q && hex.r === r + by.r))
  const to = (cell: number) => (cell < 0 ? cell : moved[cell]!)
  const open = new Array<number>(hexCount(radius)).fill(0)
  for (const [cell, bits] of state.maze.open.entries()) open[to(cell)] = bits
  const players = state.players.map(player => ({ ...player, cell: to(player.cell), seen: player.seen.map(to) }))
  const log = state.log.map(event => {
    if (event.kind === 'walk') return { ...event, from: to(event.from), to: to(event.to) }
    return event.kind === 'attack' || event.kind === 'hunt' ? { ...event, at: to(event.at) } : event
  })
  return { ...state, maze: { radius, open }, players, log }
}

test('[R20] nobody can tell where in a maze they are, nor how large it is', t => {
  const offsets = fc.constantFrom({ q: 0, r: 0 }, { q: 4, r: 0 }, { q: -4, r: 4 }, { q: 1, r: -3 }, { q: -2, r: -1 })
  fc.assert(
    fc.property(plans, offsets, (plan, by) => {
      for (const state of statesOf(plan))
        for (const seat of everySeat(state)) same(t, viewOf(elsewhere(state, by), seat), viewOf(state, seat))
    }),
  )
})

/** What Ada hears of a round in which Ben, at another node, plans these. */
function heardOf(plan: readonly Action[]): readonly ToPlayer[] {
  const h = new Hand(['A', 'B', 'C'], {}, minotaur as Game)
  const session = h.session('A', 1, 'Ada')
  h.open('B', 2, 'Ben')
  h.joinGame('B', 2, h.last('A', 1, 'created')!.code)
  h.hello('B', 2, session, 'Ben-tab')
  h.command('A', 1, session, 1, { do: 'start' })
  h.pass()
  for (const [i, action] of plan.entries()) h.command('B', 2, session, i + 1, { do: 'register', action })
  h.pass()
  h.command('A', 1, session, 2, { do: 'register', action: move(0) })
  h.pass()
  h.hello('A', 1, session, 'Ada-tab')
  return h.heard('A', 1)
}

test('[R19] what others plan shows in nothing that a player is sent, and in no number', t => {
  const open = ([0, 1, 2, 3, 4, 5] as const).map(move)
  const [nothing, ...much] = [[], open.slice(0, 1), open].map(heardOf)
  t.true(nothing!.some(message => message.kind === 'update'))
  for (const heard of much) t.deepEqual(heard, nothing)
})
