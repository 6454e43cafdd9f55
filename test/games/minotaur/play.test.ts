import test from 'ava'
import * as fc from 'fast-check'
import * as v from 'valibot'
import { minotaur } from '../../../node/games/minotaur/index.ts'
import { ROUNDS_MAX, RULES } from '../../../node/games/minotaur/rules.ts'
import { isAlive } from '../../../node/games/minotaur/state.ts'
import { encode } from '../../../protocol/codec.ts'
import { type Command, CommandSchema } from '../../../protocol/minotaur.ts'
import { legalCommands, whyNot } from '../../../protocol/minotaur-legal.ts'
import { everySeat, perform, plans, play, statesOf } from './playing.ts'
import { attack, lobby, move, must, seats, viewOf } from './table.ts'

test('every game ends, with at most one alive, and in time', t => {
  fc.assert(
    fc.property(plans, plan => {
      const end = [...statesOf(plan)].at(-1)!
      t.true(minotaur.over(end))
      t.true(end.round <= ROUNDS_MAX)
      t.true(end.players.filter(isAlive).length <= 1)
      const outcomes = everySeat(end).map(seat => viewOf(end, seat).outcome)
      t.true(outcomes.every(outcome => outcome !== null))
      t.is(outcomes.filter(outcome => outcome === 'won').length, end.players.filter(isAlive).length)
    }),
  )
})

test('the same seed and the same inputs make the same game', t => {
  fc.assert(
    fc.property(plans, plan => {
      const moments = [...play(plan)]
      let state = must(lobby(plan.players, plan.seed), 0 as never, { do: 'start' })
      for (const { input } of moments) state = perform(state, input).state
      t.deepEqual(state, moments.at(-1)!.after)
    }),
  )
})

test('another seed makes another game', t => {
  const mazes = [1, 2, 3, 4].map(seed => JSON.stringify(must(lobby(2, seed), 0 as never, { do: 'start' }).maze))
  t.is(new Set(mazes).size, 4)
})

test('health and points are never negative, and a plan is never dearer than the points', t => {
  fc.assert(
    fc.property(plans, plan => {
      for (const state of statesOf(plan))
        for (const seat of everySeat(state)) {
          const { health, points } = viewOf(state, seat).you
          t.true(health >= 0 && health <= RULES.health)
          t.true(points >= 0 && points <= RULES.points)
        }
    }),
  )
})

test('rounds only grow, and the dead stay dead', t => {
  fc.assert(
    fc.property(plans, plan => {
      for (const { before, after } of play(plan)) {
        t.true(after.round === before.round || after.round === before.round + 1)
        for (const [seat, player] of before.players.entries())
          if (player.fell > 0) t.is(after.players[seat]!.fell, player.fell)
      }
    }),
  )
})

test('every legal command is accepted and changes something', t => {
  fc.assert(
    fc.property(plans, plan => {
      for (const state of statesOf(plan))
        for (const seat of everySeat(state))
          for (const command of legalCommands(viewOf(state, seat))) {
            const step = minotaur.command(state, seat, command)
            t.is(step.refusal, null)
            t.not(step.state, state)
          }
    }),
    { numRuns: 30 },
  )
})

const commands: fc.Arbitrary<Command> = fc.oneof(
  fc.constantFrom<Command>({ do: 'start' }, { do: 'enter' }, { do: 'leave' }),
  fc.boolean().map((ready): Command => ({ do: 'ready', ready })),
  fc.nat({ max: 4 }).map((index): Command => ({ do: 'unregister', index })),
  fc.constantFrom(0, 1, 2, 3, 4, 5).map((direction): Command => ({ do: 'register', action: move(direction as 0) })),
  fc.nat({ max: 7 }).map((target): Command => ({ do: 'register', action: attack(target as never) })),
)

test('[R2] a command is refused if and only if the view says so, and then it changes nothing', t => {
  fc.assert(
    fc.property(plans, fc.array(commands, { minLength: 1 }), (plan, tries) => {
      let at = 0
      for (const state of statesOf(plan))
        for (const seat of everySeat(state)) {
          const command = tries[at++ % tries.length]!
          t.true(v.is(CommandSchema, command))
          const { refusal, state: after } = minotaur.command(state, seat, command)
          t.is(refusal?.text ?? null, whyNot(viewOf(state, seat), command))
          if (refusal) t.is(after, state)
        }
    }),
  )
})

test('the clock runs in play and stops at the end', t => {
  fc.assert(
    fc.property(plans, plan => {
      for (const { before, input } of play(plan)) {
        const { state, clockMs } = perform(before, input)
        if (minotaur.over(state)) t.is(clockMs, null)
        else if (state.round > before.round) t.is(clockMs, RULES.roundMs)
        else t.is(clockMs, undefined)
      }
    }),
  )
})

test('a game stays small', t => {
  fc.assert(
    fc.property(plans, plan => {
      for (const state of statesOf(plan)) {
        t.true(encode(minotaur.save(state, 1)).length < 4096)
        for (const seat of seats(plan.players)) t.true(encode(viewOf(state, seat)).length < 12 * 1024)
      }
    }),
    { numRuns: 30 },
  )
})
