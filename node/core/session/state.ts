// A session's state and everything that can be done to it: plain functions from one immutable state to the next.
//
// [G2] holds here because a seat's number, its holder and its last results are part of the state itself, so they are
// copied, moved and recovered with it: whoever runs the state applies command n only where `last` is n - 1, and only
// from the client the state names. This module knows no node, epoch or socket.
import { toldApart } from '../../../protocol/alike.ts'
import { nextChain } from '../../../protocol/chain.ts'
import { assertSnapshot, decodeSnapshot, type Envelope, encodeSnapshot } from '../../../protocol/codec.ts'
import type { Refusal } from '../../../protocol/errors.ts'
import {
  type ClientId,
  type Code,
  NOBODY,
  type PlayerId,
  type Seat,
  type Seq,
  type SessionId,
  type Version,
} from '../../../protocol/ids.ts'
import type { FromCopy, FromPark } from '../../../protocol/incarnation.ts'
import { COMMANDS_UNCONFIRMED_MAX, FORMER_HOLDERS_MAX } from '../../../protocol/limits.ts'
import type { Snapshot } from '../../../protocol/mesh.ts'
import type { Game, Presence, Step } from '../game.ts'
import { ask } from './ask.ts'

export interface SeatState {
  readonly player: PlayerId
  readonly name: string
  /** The client whose commands are applied; NOBODY before the first hello. */
  readonly holder: ClientId
  /** Holders before it, newest last. */
  readonly former: readonly ClientId[]
  /** Number of the last command applied. */
  readonly last: Seq
  /** Proof of commands 1 to `last` (protocol/chain.ts). */
  readonly chain: number
  /** Results of the last commands; the newest, last, is of command `last`. */
  readonly results: readonly (Refusal | null)[]
}

export interface Fork {
  readonly from: SessionId
  readonly version: Version
}

export interface SessionState {
  readonly id: SessionId
  readonly code: Code
  /** The create that made it. */
  readonly maker: PlayerId
  readonly key: ClientId
  readonly seats: readonly SeatState[]
  readonly fromCopy?: FromCopy
  readonly fromPark?: FromPark
  /** Of an incarnation that was forced: the one that it left without a quorum, and the version of it that it began
   *  from. */
  readonly fork?: Fork
  /** It has proved to another incarnation that it goes on: it never gives way to a later one. */
  readonly stays?: true
  /** The game's own. */
  readonly game: unknown
}

/** A state as it comes from a snapshot; the clock's remaining time goes with it, and for how long no player has done
 *  anything. */
export interface Loaded {
  readonly state: SessionState
  readonly clockMs: number | null
  readonly idleMs?: number
  /** That the snapshot was written in. */
  readonly schema?: number
}

/** What came of an input. `clockMs` as in Step. */
export type Applied = { readonly state: SessionState; readonly clockMs?: number | null }

/** What a game gave, checked: one without types may give anything. */
function made<T extends Step<unknown>>(step: T): T {
  if (typeof step !== 'object' || step === null) throw new Error(`the game gave ${step} where a step is due`)
  checkClock(step.clockMs ?? null)
  return step
}

/** @throws Error where no clock can be set to that: it would ring at once, or in a loop. */
function checkClock(clockMs: number | null): number | null {
  if (clockMs === null || Number.isFinite(clockMs)) return clockMs
  throw new Error(`a clock of ${clockMs} ms: a game sets a number of milliseconds, or null for no clock`)
}

const clockOf = ({ clockMs }: Step<unknown>) => (clockMs === undefined ? {} : { clockMs })

export const seatOf = (state: SessionState, player: PlayerId): Seat =>
  state.seats.findIndex(s => s.player === player) as Seat

/** The state that the next incarnation of a session begins with: who met whom is the business of the one before. */
export function forNextIncarnation({ fork: _f, stays: _s, ...state }: SessionState): SessionState {
  return state
}

function withSeat(state: SessionState, seat: Seat, change: Partial<SeatState>, game = state.game): SessionState {
  return { ...state, game, seats: state.seats.map((s, i) => (i === seat ? { ...s, ...change } : s)) }
}

/** The player's seat is the next one, under a name that is like no other in the session. A refusal changes nothing.
 *  @throws GameError */
export function takeSeat(state: SessionState, game: Game, player: PlayerId, chosen: string): Applied | Refusal {
  const name = toldApart(
    chosen,
    state.seats.map(seat => seat.name),
  )
  const step = ask('join', () => made(game.join(state.game, state.seats.length as Seat, name)))
  if (step.refusal) return step.refusal
  const seat: SeatState = { player, name, holder: NOBODY, former: [], last: 0 as Seq, chain: 0, results: [] }
  return { state: { ...state, seats: [...state.seats, seat], game: step.state }, ...clockOf(step) }
}

/** `client` takes the seat from `replaces`, or it is held by another: compare and set, so that two tabs cannot both
 *  believe it. */
export function takeHold(state: SessionState, seat: Seat, client: ClientId, replaces: ClientId): Applied | 'held' {
  const { holder, former } = state.seats[seat]!
  if (replaces !== holder || former.includes(client)) return 'held'
  const before = holder === NOBODY ? former : [...former, holder].slice(-FORMER_HOLDERS_MAX)
  return { state: withSeat(state, seat, { holder: client, former: before }) }
}

/** As a client says it. */
export interface Command {
  readonly seq: Seq
  readonly body: unknown
  /** Of the game, that it is meant for. */
  readonly moment?: number
}

/** Why a command that is meant for one moment of the game does nothing now; null where it does. */
function lateness({ moments }: Game, state: unknown, { body, moment }: Command): Refusal | null {
  if (!moments || moment === undefined || moment === moments.now(state) || !moments.binds(body)) return null
  return { code: 'too-late', text: moments.late(state, moment) }
}

/** The holder's next command. @throws GameError */
export function applyCommand(state: SessionState, game: Game, seat: Seat, command: Command): Applied {
  const late = ask('command', () => lateness(game, state.game, command))
  if (late) return refuseCommand(state, seat, command, late)
  const step = ask('command', () => made(game.command(state.game, seat, command.body)))
  if (step.refusal) return refuseCommand(state, seat, command, step.refusal)
  return { state: withSeat(state, seat, counted(state.seats[seat]!, command, null), step.state), ...clockOf(step) }
}

/** What is refused is counted and answered all the same: the number is used. Nothing else changes. */
export function refuseCommand(state: SessionState, seat: Seat, command: Command, refusal: Refusal): Applied {
  return { state: withSeat(state, seat, counted(state.seats[seat]!, command, refusal)) }
}

function counted(before: SeatState, { seq, body }: Command, result: Refusal | null): Partial<SeatState> {
  const results = [...before.results, result].slice(-COMMANDS_UNCONFIRMED_MAX)
  return { last: seq, chain: nextChain(before.chain, seq, body), results }
}

/** The stored result of a command at or below `last`; undefined where it is too old to be kept. */
export function storedResult(seat: SeatState, seq: Seq): Refusal | null | undefined {
  return seat.results[seat.results.length - 1 - (seat.last - seq)]
}

/** @throws GameError */
export function noticed(state: SessionState, presence: Presence<unknown>, seat: Seat, connected: boolean): Applied {
  const step = ask('seen', () => made(presence.seen(state.game, seat, connected)))
  return { state: { ...state, game: step.state }, ...clockOf(step) }
}

/** @throws GameError */
export function clockRanOut(state: SessionState, game: Game): Applied {
  const step = ask('timeout', () => made(game.timeout(state.game)))
  return { state: { ...state, game: step.state }, clockMs: step.clockMs ?? null }
}

function saved({ state, clockMs, idleMs = 0 }: Loaded, game: Game, schema: number): Envelope {
  const idle = idleMs > 0 ? { idleMs: Math.round(idleMs) } : {}
  const all = { ...state, game: game.save(state.game, schema), clockMs, ...idle }
  return { game: game.name, schema, state: all }
}

/** @throws GameError also where it is larger than a session may be, or holds what no frame can. */
export function saveSession(loaded: Loaded, game: Game, schema: number): Snapshot {
  return ask('save', () => encodeSnapshot(saved(loaded, game, schema)))
}

/** Throws where saveSession would. @throws GameError */
export function assertSaves(loaded: Loaded, game: Game, schema: number): void {
  ask('save', () => assertSnapshot(saved(loaded, game, schema)))
}

/** Of any game's snapshot; null where it is none. */
export function schemaIn(bytes: Snapshot): number | null {
  try {
    return decodeSnapshot(bytes).schema
  } catch {
    return null
  }
}

/** @throws Error where the bytes are not a session of this game in a schema it reads. */
export function loadSession(bytes: Snapshot, game: Game): Loaded {
  const { game: name, schema, state } = decodeSnapshot(bytes)
  if (name !== game.name) throw new Error(`a snapshot of the game "${name}", this node runs "${game.name}"`)
  if (!game.reads.includes(schema))
    throw new Error(`schema ${schema} of "${name}", this release reads ${game.reads.join(', ')}`)
  const {
    clockMs,
    idleMs,
    game: saved,
    ...rest
  } = state as Omit<SessionState, 'game'> & { game: unknown; clockMs: number | null; idleMs?: number }
  const idle = idleMs === undefined ? {} : { idleMs }
  return { state: { ...rest, game: game.load(saved, schema) }, clockMs: checkClock(clockMs), ...idle, schema }
}
