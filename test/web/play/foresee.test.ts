import test from 'ava'
import fc from 'fast-check'
import { minotaur } from '../../../node/games/minotaur/index.ts'
import type { Command } from '../../../protocol/minotaur.ts'
import { foresee } from '../../../web/play/foresee.ts'
import { begun, lobby, picker, playRounds, seat, unconfirmed, viewOf } from './staged.ts'

test('without unconfirmed commands the view is as it was told', t => {
  const view = viewOf(begun(['Ariadne', 'Theseus']))
  const { view: foreseen, plan } = foresee(view, [])
  t.is(foreseen, view)
  t.deepEqual(plan, [])
})

test('an action shows at once, as pending, and takes its points', t => {
  const view = viewOf(begun(['Ariadne', 'Theseus']))
  const action = { kind: 'move', direction: view.open[0]! } as const
  const now = foresee(view, unconfirmed([{ do: 'register', action }]))
  t.deepEqual(now.plan, [{ action, pending: true }])
  t.is(now.view.you.points, view.rules.points - view.rules.moveCost)
})

test('[P8] what was planned for a round that is over does not show in the next one', t => {
  const view = viewOf(begun(['Ariadne', 'Theseus']))
  const action = { kind: 'move', direction: view.open[0]! } as const
  const planned = (moment: number) =>
    foresee(view, [
      { seq: null, body: { do: 'register', action }, moment },
      { seq: null, body: { do: 'leave' }, moment },
    ])
  t.deepEqual(planned(view.round).plan, [{ action, pending: true }])
  t.deepEqual(planned(view.round - 1).plan, [])
  t.true(planned(view.round - 1).leaving)
})

test('what the rules refuse does not show', t => {
  const view = viewOf(begun(['Ariadne', 'Theseus']))
  const wall = ([0, 1, 2, 3, 4, 5] as const).find(direction => !view.open.includes(direction))
  if (wall === undefined) return t.pass()
  const now = foresee(view, unconfirmed([{ do: 'register', action: { kind: 'move', direction: wall } }]))
  t.deepEqual(now.plan, [])
})

test('starting, leaving and readying are told apart from the plan', t => {
  const waiting = viewOf(lobby(['Ariadne', 'Theseus']))
  t.true(foresee(waiting, unconfirmed([{ do: 'start' }])).starting)
  t.true(foresee(waiting, unconfirmed([{ do: 'leave' }])).leaving)
  const playing = viewOf(begun(['Ariadne', 'Theseus']))
  const ready = foresee(playing, unconfirmed([{ do: 'ready', ready: true }]))
  t.true(ready.readying)
  t.true(ready.view.you.ready)
})

const direction = fc.constantFrom(0, 1, 2, 3, 4, 5)
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    do: fc.constant('register' as const),
    action: fc.oneof(
      fc.record({ kind: fc.constant('move' as const), direction }),
      fc.record({ kind: fc.constant('attack' as const), target: fc.nat(3).map(seat) }),
    ),
  }) as fc.Arbitrary<Command>,
  fc.record({ do: fc.constant('unregister' as const), index: fc.nat(3) }),
  fc.record({ do: fc.constant('ready' as const), ready: fc.boolean() }),
)

test('whatever is sent, the plan is foreseen as the node will have it', t => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(4), fc.array(command, { maxLength: 8 }), (seed, rounds, commands) => {
      const state = playRounds(begun(['A', 'B', 'C'], seed), rounds, picker(seed))
      const view = viewOf(state)
      if (view.phase !== 'playing') return
      const applied = commands.reduce((after, body) => minotaur.command(after, seat(0), body).state, state)
      const { you, round } = viewOf(applied)
      // Others may end the round by being ready: here nobody else is.
      t.is(round, view.round)
      t.deepEqual(foresee(view, unconfirmed(commands)).view.you, you)
    }),
    { numRuns: 300 },
  )
})
