// The benchmark's own game: a board of a given size that two players write on. It has no rules; it counts the moves of
// each seat, so that one that is missing or was made twice shows in the state itself.
import type { Game } from '../../../node/core/game.ts'

/** `n` is the player's own number of the move, from 1 on. */
export interface Move {
  readonly at: number
  readonly n: number
}

export interface Seated {
  readonly moves: number
  /** Moves whose number was not the next one: any is a bug. */
  readonly wrong: number
}

export interface Duel {
  readonly board: readonly string[]
  readonly seats: readonly Seated[]
}

export interface DuelView extends Duel {
  readonly seat: number
}

export const CELLS = 64
/** What a state holds beside its board is some 60 bytes. */
const BYTES = Number(process.env.BENCH_STATE_BYTES ?? 1_400)
const CELL_BYTES = Math.ceil(BYTES / CELLS)
/** A player sees the whole board, or only the counts. */
const SMALL = process.env.BENCH_VIEW === 'small'

export const cell = (n: number): string => `${n}`.padEnd(CELL_BYTES, '.')

export const duel: Game<Duel> = {
  name: 'duel',
  reads: [1],
  writes: [1],
  opening: { at: 0, n: 1 } satisfies Move,
  create: () => ({ board: Array.from({ length: CELLS }, (_, at) => cell(at)), seats: [] }),
  join: state => ({ state: { ...state, seats: [...state.seats, { moves: 0, wrong: 0 }] }, refusal: null }),
  command(state, seat, body) {
    const { at, n } = body as Move
    if (!Number.isSafeInteger(at) || !Number.isSafeInteger(n) || at < 0 || at >= CELLS)
      return { state, refusal: { code: 'impossible', text: `There is no move ${at}, ${n}.` } }
    const { moves, wrong } = state.seats[seat]!
    const seated = { moves: moves + 1, wrong: n === moves + 1 ? wrong : wrong + 1 }
    return { state: { board: state.board.with(at, cell(n)), seats: state.seats.with(seat, seated) }, refusal: null }
  },
  timeout: state => ({ state, refusal: null }),
  view: ({ board, seats }, seat) => ({ seat, seats, board: SMALL ? [] : board }) satisfies DuelView,
  over: () => false,
  save: state => state,
  load: saved => saved as Duel,
}
