import test from 'ava'
import * as fc from 'fast-check'
import { minotaur } from '../../../node/games/minotaur/index.ts'
import { RULES } from '../../../node/games/minotaur/rules.ts'
import type { Seat } from '../../../protocol/ids.ts'
import type { Action, Command } from '../../../protocol/minotaur.ts'
import { legalActions, legalCommands, whyNot } from '../../../protocol/minotaur-legal.ts'
import {
  A,
  attack,
  B,
  begun,
  C,
  codeOf,
  E,
  freeze,
  lobby,
  move,
  must,
  NE,
  NW,
  round,
  SE,
  seats,
  viewOf,
  W,
  wall,
} from './table.ts'

const O = { q: 0, r: 0 }
const register = (action: Action): Command => ({ do: 'register', action })

test('[R1] what is no command is refused and changes nothing', t => {
  const state = begun([O, O])
  const bodies: unknown[] = [
    null,
    'start',
    [],
    {},
    { do: 'dance' },
    { do: 'start', now: true },
    { do: 'ready' },
    { do: 'ready', ready: 1 },
    { do: 'unregister', index: -1 },
    { do: 'unregister', index: 0.5 },
    { do: 'register', action: { kind: 'move', direction: 6 } },
    { do: 'register', action: { kind: 'move', direction: '0' } },
    { do: 'register', action: { kind: 'attack', target: 1, damage: 99 } },
    { do: 'register', action: { kind: 'fly' } },
  ]
  for (const body of bodies) {
    const step = minotaur.command(state, A, body)
    t.is(codeOf(step), 'bad-command', JSON.stringify(body))
    t.is(step.state, state)
    t.false('clockMs' in step)
  }
  fc.assert(
    fc.property(fc.anything(), body => {
      const step = minotaur.command(state, A, body)
      t.is(codeOf(step), 'bad-command')
      t.is(step.state, state)
    }),
  )
})

test('[R2] an impossible command is refused with a text and changes nothing', t => {
  const refused = (state: ReturnType<typeof lobby>, seat: Seat, command: Command) => {
    const step = minotaur.command(state, seat, command)
    t.is(codeOf(step), 'impossible', JSON.stringify(command))
    t.is(step.state, state)
    t.false('clockMs' in step)
    t.true(step.refusal!.text.endsWith('.'))
  }
  const waiting = lobby(1)
  refused(waiting, A, { do: 'start' })
  refused(waiting, A, { do: 'ready', ready: true })
  refused(waiting, A, register(move(E)))
  refused(waiting, B, { do: 'start' })

  const state = wall(begun([O, O, { q: 2, r: 0 }]), O, NE)
  refused(state, A, { do: 'start' })
  refused(state, A, register(attack(A)))
  refused(state, A, register(attack(C)))
  refused(state, A, register(attack(9 as Seat)))
  refused(state, A, register(move(NE)))
  refused(state, A, { do: 'unregister', index: 0 })
  const spent = must(must(state, A, register(attack(B))), A, register(move(E)))
  refused(spent, A, register(move(E)))

  const alone = must(state, B, { do: 'leave' })
  for (const command of [{ do: 'leave' }, { do: 'ready', ready: true }, register(move(E))] as Command[])
    refused(alone, B, command)
  const over = must(alone, C, { do: 'leave' })
  refused(over, A, { do: 'ready', ready: true })
  refused(over, A, { do: 'leave' })
})

test('[R6] points come anew each round and are not kept', t => {
  let state = begun([O, { q: 2, r: 0 }])
  t.is(viewOf(state, A).you.points, RULES.points)
  state = must(state, A, register(move(E)))
  t.is(viewOf(state, A).you.points, RULES.points - RULES.moveCost)
  t.is(viewOf(round(state), A).you.points, RULES.points)
  t.is(viewOf(round(round(state)), A).you.points, RULES.points)
})

test('[R7] attacks and moves stand in any order', t => {
  const state = begun([O, O])
  for (const actions of [
    [attack(B), move(E)],
    [move(E), attack(B)],
    [move(E), move(E), move(W)],
  ])
    t.notThrows(() => actions.reduce((s, action) => must(s, A, register(action)), state))
})

test('[R7] a move is refused at a wall that the character knows, and accepted where it cannot know', t => {
  const start = wall(wall(begun([O, { q: -3, r: 0 }]), { q: 1, r: 0 }, E), { q: 1, r: 0 }, NW)
  const east = must(start, A, register(move(E)))
  t.true(legalActions(viewOf(east, A)).some(action => action.kind === 'move' && action.direction === E))
  const there = round(east)
  t.deepEqual(viewOf(there, A).seen[1]!.open, [NE, W, 4, SE])
  t.is(codeOf(minotaur.command(there, A, register(move(E)))), 'impossible')
  // From a hex that is not known to one that is: the border is known from its other side.
  const round2 = must(there, A, register(move(NE)))
  const beyond = must(round2, A, register(move(3)))
  t.is(codeOf(minotaur.command(beyond, A, register(move(SE)))), 'impossible')
})

test('[R8] what an unregistered move led to goes with it', t => {
  const state = wall(begun([O, O]), O, SE)
  const planned = [move(E), move(SE), move(W)].reduce((s, action) => must(s, A, register(action)), state)
  t.deepEqual(must(planned, A, { do: 'unregister', index: 2 }).players[A]!.actions, [move(E), move(SE)])
  t.deepEqual(must(planned, A, { do: 'unregister', index: 0 }).players[A]!.actions, [move(W)])
  const mixed = [attack(B), move(E)].reduce((s, action) => must(s, A, register(action)), state)
  t.deepEqual(must(mixed, A, { do: 'unregister', index: 0 }).players[A]!.actions, [move(E)])
})

test('[R9] a round resolves as soon as all living are ready', t => {
  const state = must(begun([O, O, O]), A, { do: 'ready', ready: true })
  t.is(state.round, 1)
  const two = must(must(state, C, { do: 'leave' }), A, { do: 'ready', ready: true })
  t.is(two.round, 1)
  const step = minotaur.command(two, B, { do: 'ready', ready: true })
  t.is(step.state.round, 2)
  t.is(step.clockMs, RULES.roundMs)
  t.true(viewOf(step.state, A).players.every(player => !player.ready))
})

test('[R9] changing the plan takes back ready, and ready can be taken back', t => {
  const ready = (state: ReturnType<typeof lobby>) => viewOf(state, A).you.ready
  const state = must(must(begun([O, O]), A, register(move(E))), A, { do: 'ready', ready: true })
  t.true(ready(state))
  t.false(ready(must(state, A, { do: 'ready', ready: false })))
  t.false(ready(must(state, A, register(move(E)))))
  t.false(ready(must(state, A, { do: 'unregister', index: 0 })))
  t.true(ready(must(state, B, register(move(E)))))
})

test('[R9] when time is up the round resolves as it is planned', t => {
  const state = must(must(begun([O, O]), A, register(attack(B))), B, register(move(E)))
  const step = minotaur.timeout(state)
  t.is(step.clockMs, RULES.roundMs)
  t.is(step.state.players[B]!.health, RULES.health - RULES.damage)
  t.deepEqual(viewOf(step.state, A).here, [])
})

test('[R14] who gives up falls at once, and attacks planned on them are taken back', t => {
  const planned = [attack(C), move(E)].reduce((s, action) => must(s, A, register(action)), begun([O, O, O]))
  const step = minotaur.command(planned, C, { do: 'leave' })
  t.is(step.state.round, 1)
  t.false('clockMs' in step)
  t.deepEqual(step.state.players[A]!.actions, [move(E)])
  t.deepEqual(viewOf(step.state, A).fallen, [{ seat: C, round: 1 }])
  t.is(viewOf(step.state, C).outcome, 'lost')
})

test('[R14] nobody is ready any more when someone gives up, so that no plan shows', t => {
  let state = must(begun([O, O, O]), A, register(attack(C)))
  for (const seat of [A, B]) state = must(state, seat, { do: 'ready', ready: true })
  state = must(state, C, { do: 'leave' })
  t.is(state.round, 1)
  t.true(viewOf(state, B).players.every(player => !player.ready))
})

test('[R14] of two, the one who stays has won at once', t => {
  const step = minotaur.command(begun([O, O]), A, { do: 'leave' })
  t.true(minotaur.over(step.state))
  t.is(step.clockMs, null)
  t.is(viewOf(step.state, B).outcome, 'won')
  t.is(viewOf(step.state, A).outcome, 'lost')
})

test('what is legal by the view is what the game accepts, for every command there is', t => {
  const state = freeze(round(wall(begun([O, O, { q: 1, r: 0 }]), O, NE), [move(E)]))
  const actions = [...([0, 1, 2, 3, 4, 5] as const).map(move), ...seats(4).map(attack)]
  const commands: Command[] = [
    { do: 'start' },
    { do: 'enter' },
    { do: 'leave' },
    { do: 'ready', ready: true },
    { do: 'unregister', index: 0 },
    ...actions.map(register),
  ]
  for (const seat of seats(3))
    for (const command of commands)
      t.is(minotaur.command(state, seat, command).refusal?.text ?? null, whyNot(viewOf(state, seat), command))
})

test('legal commands offer start in the lobby, and never to leave', t => {
  t.deepEqual(legalCommands(viewOf(lobby(1), A)), [])
  t.deepEqual(legalCommands(viewOf(lobby(2), A)), [{ do: 'start' }])
  const planned = must(wall(begun([O, O]), O, NW), A, register(attack(B)))
  t.deepEqual(legalCommands(viewOf(planned, A)), [
    ...([0, 1, 3, 4, 5] as const).map(direction => register(move(direction))),
    { do: 'unregister', index: 0 },
    { do: 'ready', ready: true },
  ])
})

test('[R7] a wall is known from either side, and from no other hex', t => {
  const beyond = wall(round(begun([O, O]), [move(E)]), O, E)
  t.is(codeOf(minotaur.command(wall(begun([O, O]), O, E), A, register(move(E)))), 'impossible', 'from here')
  t.is(codeOf(minotaur.command(beyond, A, register(move(W)))), 'impossible', 'from the other side')
  const unseen = wall(begun([O, O]), { q: 1, r: 0 }, E)
  const led = must(unseen, A, register(move(E)))
  t.is(codeOf(minotaur.command(led, A, register(move(E)))), null, 'of neither hex anything is known')
  const seenFrom = wall(round(round(begun([O, O]), [move(E), move(E)]), [move(W), move(W)]), { q: 1, r: 0 }, E)
  const back = must(seenFrom, A, register(move(E)))
  t.is(codeOf(minotaur.command(back, A, register(move(E)))), 'impossible', 'both have been seen')
})

test('[R9] to say ready as one is changes nothing, and is no error', t => {
  for (const ready of [true, false]) {
    const state = must(begun([O, O]), A, { do: 'ready', ready })
    const step = minotaur.command(state, A, { do: 'ready', ready })
    t.is(step.refusal, null)
    t.deepEqual(step.state, state)
    t.false('clockMs' in step)
  }
})
