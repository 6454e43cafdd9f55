// Rounds: how one begins, and how all that is registered resolves at once: attacks, then moves, then the Minotaur, then
// deaths. Nobody's action waits for another's: who is struck down still strikes, walks and sees in the same round, and
// falls at its end.
import type { Seat } from '../../../protocol/ids.ts'
import type { Direction } from '../../../protocol/minotaur.ts'
import { below } from '../../core/std/random.ts'
import type { Cell } from './hex.ts'
import { withEvents } from './log.ts'
import { type Maze, step } from './maze.ts'
import { huntDamage, RULES } from './rules.ts'
import { seesAttack, seesComing, seesHunt, seesLeaving, type Track } from './sight.ts'
import {
  aliveSeats,
  type GameEvent,
  isAlive,
  isConnected,
  type MinotaurState,
  type Player,
  withPlayer,
} from './state.ts'

interface Walk extends Track {
  readonly steps: readonly Direction[]
  readonly blocked: boolean
  readonly through: readonly Cell[]
}

function walk(maze: Maze, seat: Seat, player: Player): Walk {
  const steps: Direction[] = []
  const through: Cell[] = []
  let end = player.cell
  for (const action of player.actions) {
    if (action.kind !== 'move') continue
    const to = step(maze, end, action.direction)
    // An unknown wall: who walks on from here would be led astray, so the way ends.
    if (to < 0) return { seat, start: player.cell, end, steps, through, blocked: true }
    steps.push(action.direction)
    through.push(to)
    end = to
  }
  return { seat, start: player.cell, end, steps, through, blocked: false }
}

function attackEvents(state: MinotaurState, tracks: readonly Track[]): (GameEvent & { kind: 'attack' })[] {
  return tracks.flatMap(({ seat: by, start: at }) =>
    state.players[by]!.actions.flatMap(action =>
      action.kind === 'attack'
        ? [
            {
              round: state.round,
              kind: 'attack' as const,
              by,
              target: action.target,
              damage: RULES.damage,
              at,
              seen: seesAttack(tracks, at),
            },
          ]
        : [],
    ),
  )
}

function walkEvents(round: number, walks: readonly Walk[]): GameEvent[] {
  return walks
    .filter(({ steps, blocked }) => steps.length > 0 || blocked)
    .map(way => ({
      round,
      kind: 'walk',
      seat: way.seat,
      from: way.start,
      to: way.end,
      steps: way.steps,
      blocked: way.blocked,
      seenLeaving: seesLeaving(walks, way),
      seenComing: seesComing(walks, way),
    }))
}

/** The state after the blow, which takes no more than there is. */
function hurt(state: MinotaurState, target: Seat, damage: number): MinotaurState {
  return withPlayer(state, target, { health: Math.max(0, state.players[target]!.health - damage) })
}

/** From HUNT_FROM on, the Minotaur finds one of those still standing: one who is alone, if anybody is. */
function hunt(state: MinotaurState, tracks: readonly Track[]): MinotaurState {
  const damage = huntDamage(state.round)
  const standing = tracks.filter(({ seat }) => state.players[seat]!.health > 0)
  if (damage === 0 || standing.length === 0) return state
  const alone = standing.filter(({ end }) => standing.filter(other => other.end === end).length === 1)
  const prey = alone.length > 0 ? alone : standing
  const [pick, random] = below(state.random, prey.length)
  const { seat: target, end: at } = prey[pick]!
  const event: GameEvent = { round: state.round, kind: 'hunt', target, damage, at, seen: seesHunt(tracks, at) }
  return hurt({ ...withEvents(state, event), random }, target, damage)
}

/** Where everyone is now, and what they have seen on the way. */
function moveAll(state: MinotaurState, walks: readonly Walk[]): MinotaurState {
  return walks.reduce((moved, { seat, end, through }) => {
    const { seen } = moved.players[seat]!
    return withPlayer(moved, seat, { cell: end, seen: [...new Set([...seen, ...through])] })
  }, state)
}

/** The maze takes who was away for too many rounds in a row. */
function takeAway(state: MinotaurState): MinotaurState {
  return aliveSeats(state).reduce((after, seat) => {
    const { away, health } = state.players[seat]!
    if (away === undefined) return after
    return withPlayer(after, seat, { away: away + 1, health: away + 1 < RULES.awayRounds ? health : 0 })
  }, state)
}

function fellAll(state: MinotaurState): MinotaurState {
  const seats = aliveSeats(state).filter(seat => state.players[seat]!.health === 0)
  const events = seats.map((seat): GameEvent => ({ round: state.round, kind: 'fell', seat }))
  return seats.reduce((after, seat) => withPlayer(after, seat, { fell: state.round }), withEvents(state, ...events))
}

/** The game with its end declared, once at most one is left. */
export function endIfDecided(state: MinotaurState): MinotaurState {
  const alive = aliveSeats(state)
  if (alive.length > 1) return state
  const over: GameEvent = { round: state.round, kind: 'over', winner: alive[0] ?? null }
  return { ...withEvents(clearPlans(state), over), phase: 'over' }
}

function clearPlans(state: MinotaurState): MinotaurState {
  return { ...state, players: state.players.map(player => ({ ...player, actions: [], ready: false })) }
}

/** The next round, with nothing registered yet. */
export function beginRound(state: MinotaurState): MinotaurState {
  const round = state.round + 1
  return withEvents({ ...clearPlans(state), round }, { round, kind: 'round' })
}

/** True when nobody is waited for: who is away is not, but where all are the round takes its time. */
export function allReady(state: MinotaurState): boolean {
  const awaited = state.players.filter(player => isAlive(player) && isConnected(player))
  return awaited.length > 0 && awaited.every(player => player.ready)
}

/** Resolves the round, and begins the next one unless the game is over. */
export function resolve(state: MinotaurState): MinotaurState {
  const walks = aliveSeats(state).map(seat => walk(state.maze, seat, state.players[seat]!))
  const attacks = attackEvents(state, walks)
  const struck = attacks.reduce(
    (after, { target, damage }) => hurt(after, target, damage),
    withEvents(state, ...attacks),
  )
  const moved = moveAll(withEvents(struck, ...walkEvents(state.round, walks)), walks)
  const ended = endIfDecided(fellAll(takeAway(hunt(moved, walks))))
  return ended.phase === 'over' ? ended : beginRound(ended)
}
