// The game of Minotaur as core knows games. Its rules: protocol/MINOTAUR.md. Its parts: hex and maze, where; sight, who
// sees what; round, what happens; commands, who may do what; log and view, what a seat is told; schema, how it travels.
import { isPlanning } from '../../../protocol/minotaur-legal.ts'
import type { Game } from '../../core/game.ts'
import { seedRandom } from '../../core/std/random.ts'
import { command, join, seen, timeout } from './commands.ts'
import { NO_MAZE } from './maze.ts'
import { load, SCHEMA, save } from './schema.ts'
import { isConnected, type MinotaurState } from './state.ts'
import { viewOf } from './view.ts'

export type { MinotaurState } from './state.ts'

export const minotaur: Game<MinotaurState> = {
  name: 'minotaur',
  reads: [SCHEMA],
  writes: [SCHEMA],
  opening: { do: 'start' },
  moments: {
    now: ({ round }) => round,
    binds: isPlanning,
    late: ({ round }, meant) =>
      `This was planned for round ${meant} and came too late: it is round ${round}. Plan again.`,
  },
  presence: { isConnected: ({ players }, seat) => isConnected(players[seat]!), seen },
  create: seed => ({ phase: 'lobby', random: seedRandom(seed), round: 0, maze: NO_MAZE, players: [], log: [] }),
  join,
  command,
  timeout,
  view: viewOf,
  over: state => state.phase === 'over',
  begun: state => state.phase !== 'lobby',
  save,
  load,
}
