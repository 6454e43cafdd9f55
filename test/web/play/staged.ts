// Games for the page's tests, played by the real rules: views as nodes send them.

import { type MinotaurState, minotaur } from '../../../node/games/minotaur/index.ts'
import type { Seat } from '../../../protocol/ids.ts'
import type { Command, MinotaurView } from '../../../protocol/minotaur.ts'
import { legalCommands } from '../../../protocol/minotaur-legal.ts'

export const seat = (n: number): Seat => n as Seat

export function lobby(names: readonly string[], seed = 1): MinotaurState {
  return names.reduce((state, name, i) => minotaur.join(state, seat(i), name).state, minotaur.create(seed))
}

export const begun = (names: readonly string[], seed = 1): MinotaurState =>
  minotaur.command(lobby(names, seed), seat(0), { do: 'start' }).state

export const viewOf = (state: MinotaurState, n = 0): MinotaurView => minotaur.view(state, seat(n)) as MinotaurView

/** Plays on: `pick` chooses among what each player may do, which is never `start` here. */
export function playRounds(state: MinotaurState, rounds: number, pick: (count: number) => number): MinotaurState {
  let now = state
  for (let round = 0; round < rounds && !minotaur.over(now); round++) {
    for (let n = 0; n < now.players.length; n++) {
      for (let i = 0; i < 3; i++) {
        const registers = legalCommands(viewOf(now, n)).filter(command => command.do === 'register')
        const command = registers[pick(registers.length)]
        if (command) now = minotaur.command(now, seat(n), command).state
      }
    }
    now = minotaur.timeout(now).state
  }
  return now
}

/** A small generator, so that a seed tells a whole game. */
export function picker(seed: number): (count: number) => number {
  let x = seed | 1
  return count => {
    x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d) ^ (x << 7)
    return count === 0 ? 0 : Math.abs(x) % count
  }
}

/** The view with other fields: for what seldom happens. */
export const withFields = (view: MinotaurView, fields: Partial<MinotaurView>): MinotaurView => ({ ...view, ...fields })

export const unconfirmed = (commands: readonly Command[]) => commands.map(body => ({ seq: null, body }))
