// What players do: join, and the commands of MINOTAUR.md. Whether a rule allows it is asked of the seat's view, never
// of the state (minotaur-legal.ts): so a refusal cannot tell what the player does not know.
import * as v from 'valibot'
import type { PlayerErrorCode } from '../../../protocol/errors.ts'
import type { Seat } from '../../../protocol/ids.ts'
import { type Action, type Command, CommandSchema } from '../../../protocol/minotaur.ts'
import { whyNot } from '../../../protocol/minotaur-legal.ts'
import type { Step } from '../../core/game.ts'
import { below } from '../../core/std/random.ts'
import { hexCount } from './hex.ts'
import { withEvents } from './log.ts'
import { carve } from './maze.ts'
import { allReady, beginRound, endIfDecided, resolve } from './round.ts'
import { LOBBY_MS, RULES, radiusFor, SEATS_MAX } from './rules.ts'
import { aliveSeats, isAlive, isConnected, type MinotaurState, type Player, withPlayer } from './state.ts'
import { known } from './view.ts'

type Made = Step<MinotaurState>

const refuse = (state: MinotaurState, code: PlayerErrorCode, text: string): Made => ({ state, refusal: { code, text } })
const keep = (state: MinotaurState): Made => ({ state, refusal: null })
/** A round begins, or the game ends. */
const turn = (state: MinotaurState): Made => ({
  state,
  refusal: null,
  clockMs: state.phase === 'playing' ? RULES.roundMs : null,
})

const newcomer = (name: string): Player => ({
  name,
  withdrawn: false,
  health: RULES.health,
  cell: -1,
  fell: 0,
  ready: false,
  actions: [],
  seen: [],
})

/** A place in the lobby: of a new seat, or of one that had left. */
function seated(state: MinotaurState, seat: Seat, name: string): Made {
  const players = [...state.players]
  players[seat] = newcomer(name)
  return {
    state: withEvents({ ...state, players }, { round: 0, kind: 'joined', seat }),
    refusal: null,
    clockMs: LOBBY_MS,
  }
}

export function join(state: MinotaurState, seat: Seat, name: string): Made {
  if (seat !== state.players.length)
    throw new RangeError(`seat ${seat} joins, where ${state.players.length} is the next`)
  if (state.phase !== 'lobby') return refuse(state, 'session-full', 'The game has begun: ask for another one.')
  if (aliveSeats(state).length >= RULES.playersMax || seat >= SEATS_MAX)
    return refuse(state, 'session-full', `All ${RULES.playersMax} places are taken.`)
  return seated(state, seat, name)
}

/** Carves the maze and puts everyone somewhere in it, perhaps together. */
function start(state: MinotaurState): Made {
  const radius = radiusFor(aliveSeats(state).length)
  let [maze, random] = carve(state.random, radius)
  const players = state.players.map(player => {
    if (!isAlive(player)) return player
    const [cell, after] = below(random, hexCount(radius))
    random = after
    return { ...player, cell, seen: [cell] }
  })
  return turn(beginRound({ ...state, phase: 'playing', random, maze, players }))
}

/** As much of the list as is possible in this order: what a missing move led to goes with it. */
function registrable(state: MinotaurState, seat: Seat, actions: readonly Action[]): readonly Action[] {
  let kept = withPlayer(state, seat, { actions: [] })
  for (const action of actions) {
    const { actions: before } = kept.players[seat]!
    if (whyNot(known(kept, seat), { do: 'register', action }) === null)
      kept = withPlayer(kept, seat, { actions: [...before, action] })
  }
  return kept.players[seat]!.actions
}

/** Changing one's plan takes back that one is ready. */
const plan = (state: MinotaurState, seat: Seat, actions: readonly Action[]): MinotaurState =>
  withPlayer(state, seat, { actions, ready: false })

/**
 * Without attacks on the one who left. Everyone is asked again whether they are ready: were it only those who lose an
 * attack, the others would see who had planned one.
 */
function withoutTarget(state: MinotaurState, gone: Seat): MinotaurState {
  return aliveSeats(state).reduce((after, seat) => {
    const kept = state.players[seat]!.actions.filter(action => action.kind !== 'attack' || action.target !== gone)
    return plan(after, seat, kept)
  }, state)
}

function leave(state: MinotaurState, seat: Seat): Made {
  const out = { withdrawn: true, health: 0, ready: false, actions: [], fell: state.round }
  const left = withEvents(withPlayer(state, seat, out), { round: state.round, kind: 'withdrew', seat })
  if (state.phase === 'lobby') return aliveSeats(left).length > 0 ? keep(left) : turn(endIfDecided(left))
  const fell = withEvents(withoutTarget(left, seat), { round: state.round, kind: 'fell', seat })
  const ended = endIfDecided(fell)
  return ended.phase === 'over' ? turn(ended) : keep(ended)
}

function perform(state: MinotaurState, seat: Seat, command: Command): Made {
  const { actions, name } = state.players[seat]!
  switch (command.do) {
    case 'start':
      return start(state)
    case 'enter':
      return seated(state, seat, name)
    case 'register':
      return keep(plan(state, seat, [...actions, command.action]))
    case 'unregister':
      return keep(plan(state, seat, registrable(state, seat, actions.toSpliced(command.index, 1))))
    case 'ready': {
      const after = withPlayer(state, seat, { ready: command.ready })
      return allReady(after) ? turn(resolve(after)) : keep(after)
    }
    case 'leave':
      return leave(state, seat)
    default:
      return command satisfies never
  }
}

export function command(state: MinotaurState, seat: Seat, body: unknown): Made {
  const parsed = v.safeParse(CommandSchema, body)
  if (!parsed.success) {
    const issue = parsed.issues[0]
    return refuse(state, 'bad-command', `${v.getDotPath(issue) ?? 'command'}: ${issue.message}`)
  }
  if (!state.players[seat]) return refuse(state, 'impossible', 'You have no seat in this game.')
  const why = whyNot(known(state, seat), parsed.output)
  return why === null ? perform(state, seat, parsed.output) : refuse(state, 'impossible', why)
}

/** The player is connected again, or has not been for a while. A round that waited for nobody else is over then. */
export function seen(state: MinotaurState, seat: Seat, connected: boolean): Made {
  const player = state.players[seat]
  if (!player || isConnected(player) === connected) return keep(state)
  const { away: _, ...here } = player
  const after = { ...state, players: state.players.with(seat, connected ? here : { ...here, away: 0 }) }
  return after.phase === 'playing' && !connected && allReady(after) ? turn(resolve(after)) : keep(after)
}

/** The round's time is up; or nobody started the game. */
export function timeout(state: MinotaurState): Made {
  if (state.phase === 'playing') return turn(resolve(state))
  if (state.phase === 'over') return turn(state)
  return turn({ ...withEvents(state, { round: 0, kind: 'over', winner: null }), phase: 'over' })
}
