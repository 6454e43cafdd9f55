// What a seat may know, and nothing else. This is the only module whose result leaves the node, so every field here
// answers two questions: may this character know it, and does it say no place but relative to them?
import type { Seat } from '../../../protocol/ids.ts'
import type { MinotaurView, Outcome, PlayerView, SeenHex } from '../../../protocol/minotaur.ts'
import { costOfAll, type Known } from '../../../protocol/minotaur-legal.ts'
import { gridOf, relative } from './hex.ts'
import { logFor } from './log.ts'
import { openings } from './maze.ts'
import { RULES } from './rules.ts'
import { aliveSeats, isAlive, isConnected, type MinotaurState, type Player } from './state.ts'

function seatOf(state: MinotaurState, seat: Seat): Player {
  const player = state.players[seat]
  if (!player) throw new RangeError(`seat ${seat} is none of the ${state.players.length} seats of this game`)
  return player
}

/** A draw is for those who fell together at the end; who gave up has lost in any case. */
function outcomeOf(state: MinotaurState, player: Player): Outcome | null {
  if (state.phase === 'lobby' || state.round === 0) return null
  if (isAlive(player)) return state.phase === 'over' ? 'won' : null
  if (player.fell === 0) return null
  const draw = state.phase === 'over' && aliveSeats(state).length === 0
  return draw && !player.withdrawn && player.fell === state.round ? 'draw' : 'lost'
}

function seenBy(state: MinotaurState, player: Player): SeenHex[] {
  const grid = gridOf(state.maze.radius)
  return player.seen.map(cell => ({
    ...relative(grid, { from: player.cell, to: cell }),
    open: openings(state.maze, cell),
  }))
}

function hereWith(state: MinotaurState, seat: Seat): Seat[] {
  const { cell } = state.players[seat]!
  if (state.round === 0 || !isAlive(state.players[seat]!)) return []
  return aliveSeats(state).filter(other => other !== seat && state.players[other]!.cell === cell)
}

const playerView = (player: Player, seat: number): PlayerView => ({
  seat: seat as Seat,
  name: player.name,
  present: !player.withdrawn,
  alive: isAlive(player),
  ready: player.ready,
  away: isAlive(player) && !isConnected(player),
})

function fallen(state: MinotaurState): MinotaurView['fallen'] {
  return state.players
    .flatMap((player, seat) => (player.fell > 0 ? [{ seat: seat as Seat, round: player.fell }] : []))
    .sort((a, b) => a.round - b.round || a.seat - b.seat)
}

/** The view without its log: all that the rules look at, for every command, so it is kept cheap. */
export function known(state: MinotaurState, seat: Seat): Known {
  const player = seatOf(state, seat)
  const acts = state.phase === 'playing' && isAlive(player)
  return {
    phase: state.phase,
    seat,
    round: state.round,
    rules: RULES,
    players: state.players.map(playerView),
    you: {
      alive: isAlive(player),
      health: player.health,
      points: acts ? RULES.points - costOfAll(player.actions, RULES) : 0,
      actions: player.actions,
      ready: player.ready,
    },
    here: hereWith(state, seat),
    open: player.cell < 0 ? [] : openings(state.maze, player.cell),
    seen: seenBy(state, player),
    fallen: fallen(state),
    outcome: outcomeOf(state, player),
  }
}

export const viewOf = (state: MinotaurState, seat: Seat): MinotaurView => ({
  ...known(state, seat),
  log: logFor(state, seat),
})
