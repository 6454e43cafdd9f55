// Sessions as a release leaves them: in the middle of a round, and over. They are played by the game itself, from a
// seed, so that there is in them what real ones have.
import {
  applyCommand,
  clockRanOut,
  type Loaded,
  type SessionState,
  takeHold,
  takeSeat,
} from '../../../node/core/session/state.ts'
import type { ClientId, PlayerId, Seq } from '../../../protocol/ids.ts'
import type { Action, Command, MinotaurView } from '../../../protocol/minotaur.ts'
import { legalActions } from '../../../protocol/minotaur-legal.ts'
import { GAME } from '../kinds.ts'
import { ADA, BEN, CODE, KEY, LATER_LIFE, SECOND_TAB, SESSION, seat, TAB } from './common.ts'

const CLEO = 'pl_c0FFee12' as PlayerId
const SEED = 20_251_125
/** It began from a checkpoint. */
const COPY = { fromCopy: { incarnation: LATER_LIFE, savedAt: 1_700_000_000_123.5 } }
const SEATS = [seat(0), seat(1), seat(2)]

/** Three players, one of whom has changed tabs; one command that is refused. */
function begun(id = SESSION, more: Partial<SessionState> = {}): SessionState {
  let state: SessionState = { id, code: CODE, maker: ADA, key: KEY, seats: [], ...more, game: GAME.create(SEED) }
  for (const [player, name] of [
    [ADA, 'Ada'],
    [BEN, 'Bén 🐂'],
    [CLEO, 'Cleo'],
  ] as const)
    state = applied(takeSeat(state, GAME, player, name))
  state = applied(takeHold(state, seat(0), TAB, '' as ClientId))
  state = applied(takeHold(state, seat(0), SECOND_TAB, TAB))
  state = applied(takeHold(state, seat(1), KEY, '' as ClientId))
  state = said(state, 0, { do: 'start' })
  return said(state, 0, { do: 'start' })
}

function applied(outcome: ReturnType<typeof takeSeat> | ReturnType<typeof takeHold>): SessionState {
  if (outcome === 'held' || !('state' in outcome)) throw new Error(`a sample is refused: ${JSON.stringify(outcome)}`)
  return outcome.state
}

function said(state: SessionState, by: number, body: Command): SessionState {
  const next = (state.seats[by]!.last + 1) as Seq
  return applyCommand(state, GAME, seat(by), { seq: next, body }).state
}

const actionsOf = (state: SessionState, by: number): Action[] =>
  legalActions(GAME.view(state.game, seat(by)) as MinotaurView)

/** Who can strike, strikes; else walks on. */
function planned(state: SessionState, by: number): SessionState {
  const actions = actionsOf(state, by)
  const action = actions.find(({ kind }) => kind === 'attack') ?? actions.at(-1)
  return action ? said(state, by, { do: 'register', action }) : state
}

function rounds(state: SessionState, count: number): SessionState {
  if (count === 0 || GAME.over(state.game)) return state
  const ready = SEATS.reduce((before, by) => planned(planned(before, by), by), state)
  return rounds(clockRanOut(ready, GAME).state, count - 1)
}

export const sessions: Readonly<Record<string, Loaded>> = {
  // Two choices made, one player ready, and part of a second left on the clock.
  'in-a-round': {
    state: said(planned(planned(rounds(begun(), 3), 0), 1), 1, { do: 'ready', ready: true }),
    clockMs: 23_456.5,
  },
  over: { state: rounds(begun(LATER_LIFE, COPY), 40), clockMs: null },
}
