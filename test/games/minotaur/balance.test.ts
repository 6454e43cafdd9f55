import test from 'ava'
import { minotaur } from '../../../node/games/minotaur/index.ts'
import { RULES } from '../../../node/games/minotaur/rules.ts'
import type { MinotaurState } from '../../../node/games/minotaur/state.ts'
import type { Action } from '../../../protocol/minotaur.ts'
import { legalActions } from '../../../protocol/minotaur-legal.ts'
import { A, lobby, must, seats, viewOf } from './table.ts'

const GAMES = 40

type Bot = (actions: readonly Action[], pick: number) => Action | undefined

const wanderer: Bot = (actions, pick) => actions[pick % actions.length]
const fighter: Bot = (actions, pick) => actions.find(action => action.kind === 'attack') ?? wanderer(actions, pick)

/** A whole game of one kind of bot, each of which spends all its points. */
function game(bot: Bot, players: number, seed: number): MinotaurState {
  let state = must(lobby(players, seed), A, { do: 'start' })
  let pick = seed
  while (!minotaur.over(state)) {
    for (const seat of seats(players))
      for (let actions = legalActions(viewOf(state, seat)); actions.length > 0; ) {
        pick = (Math.imul(pick, 1664525) + 1013904223) >>> 0
        state = must(state, seat, { do: 'register', action: bot(actions, pick >>> 8)! })
        actions = legalActions(viewOf(state, seat))
      }
    state = minotaur.timeout(state).state
  }
  return state
}

for (const [name, bot] of Object.entries({ wanderer, fighter }))
  for (const players of [2, 4, 6])
    test(`${players} bots of the kind ${name} play a game of good length that somebody wins`, t => {
      const games = Array.from({ length: GAMES }, (_, seed) => game(bot, players, seed))
      const rounds = games.map(({ round }) => round).sort((a, b) => a - b)
      const draws = games.filter(({ players: all }) => all.every(player => player.fell > 0)).length
      t.log(`rounds ${rounds[0]}, ${rounds[GAMES / 2]}, ${rounds.at(-1)}; draws ${draws} of ${GAMES}`)
      t.true(rounds[GAMES / 2]! >= RULES.huntFrom && rounds[GAMES / 2]! <= 25)
      t.true(draws <= GAMES / 3)
    })
