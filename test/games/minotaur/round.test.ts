import test from 'ava'
import { chronicle } from '../../../node/games/minotaur/chronicle.ts'
import { minotaur } from '../../../node/games/minotaur/index.ts'
import { huntDamage, ROUNDS_MAX, RULES } from '../../../node/games/minotaur/rules.ts'
import {
  A,
  attack,
  B,
  begun,
  C,
  E,
  lobby,
  move,
  must,
  NE,
  round,
  SE,
  seats,
  told,
  viewOf,
  W,
  wall,
  withHealth,
} from './table.ts'

const O = { q: 0, r: 0 }
const FAR = { q: -3, r: 0 }

test('[R10] each attack takes its damage from its target', t => {
  const state = round(begun([O, O, O]), [attack(C)], [attack(C)])
  t.deepEqual(
    state.players.map(player => player.health),
    [RULES.health, RULES.health, RULES.health - 2 * RULES.damage],
  )
})

test('[R10] who is struck down still strikes and walks in that round', t => {
  const state = round(withHealth(begun([O, O, FAR]), 1, 10), [attack(B), move(E)], [attack(A)])
  t.is(viewOf(state, A).outcome, 'lost')
  t.is(state.players[B]!.health, RULES.health - RULES.damage)
  t.like(told(state, B).at(-2), { kind: 'left', seat: A, to: E })
  t.deepEqual(told(state, B).at(-1), { round: 1, kind: 'fell', seat: A })
})

test('[R10] attacks come before moves: nobody walks away from one', t => {
  const state = round(begun([O, O]), [attack(B)], [move(E)])
  t.is(state.players[B]!.health, RULES.health - RULES.damage)
})

test('[R11] a character walks its moves one after the other', t => {
  const state = round(begun([O, FAR]), [move(E), move(SE), move(W)])
  t.deepEqual(told(state, A), [{ round: 1, kind: 'walked', steps: [E, SE, W], blocked: false, at: { q: 0, r: -1 } }])
  t.deepEqual(
    viewOf(state, A).seen.map(({ q, r }) => ({ q, r })),
    [
      { q: 0, r: -1 },
      { q: 1, r: -1 },
      { q: 1, r: 0 },
      { q: 0, r: 0 },
    ],
  )
})

test('[R11] an unknown wall ends the way, and what is behind it is not seen', t => {
  const state = round(wall(begun([O, FAR]), { q: 1, r: 0 }, E), [move(E), move(E), move(NE)])
  t.deepEqual(told(state, A), [{ round: 1, kind: 'walked', steps: [E], blocked: true, at: { q: -1, r: 0 } }])
  t.is(viewOf(state, A).seen.length, 2)
})

test('[R11] nobody walks out of the maze', t => {
  const state = round(begun([{ q: 2, r: 0 }, FAR]), [move(E), move(E)])
  t.like(told(state, A)[0], { steps: [E], blocked: true })
})

test('[R12] the Minotaur sleeps, then takes more each round', t => {
  const early = begun([O, { q: 1, r: 0 }], { round: RULES.huntFrom - 1 })
  t.is(round(early).players[A]!.health + round(early).players[B]!.health, 2 * RULES.health)
  t.deepEqual([RULES.huntFrom - 1, RULES.huntFrom, RULES.huntFrom + 1].map(huntDamage), [0, 1, 2])
  const late = begun([O, { q: 1, r: 0 }], { round: RULES.huntFrom + 2 })
  t.is(round(late).players[A]!.health + round(late).players[B]!.health, 2 * RULES.health - 3)
})

test('[R12] the Minotaur prefers who is alone when all have moved', t => {
  for (let random = 0; random < 50; random++) {
    const state = begun([O, O, O], { round: RULES.huntFrom, random })
    t.deepEqual(
      round(state, [], [], [move(E)]).players.map(player => player.health),
      [RULES.health, RULES.health, RULES.health - 1],
    )
  }
})

test('[R12] where nobody is alone it takes anyone, but nobody who was struck down already', t => {
  const struck = new Set<number>()
  for (let random = 0; random < 50; random++) {
    const state = withHealth(begun([O, O, O], { round: RULES.huntFrom, random }), 10, 10, 4)
    const after = round(state, [attack(C)], [])
    t.is(after.players[C]!.health, 0)
    struck.add(after.players.findIndex(player => player.health === RULES.health - 1))
  }
  t.deepEqual([...struck].sort(), [A, B])
})

test('[R12] with nobody standing there is nobody to find', t => {
  const state = withHealth(begun([O, O], { round: RULES.huntFrom }), 4, 4)
  const after = round(state, [attack(B)], [attack(A)])
  t.false(after.log.some(event => event.kind === 'hunt'))
})

test('[R13] the last one alive has won, the others have lost', t => {
  const step = minotaur.timeout(must(withHealth(begun([O, O]), 10, 4), A, { do: 'register', action: attack(B) }))
  t.true(minotaur.over(step.state))
  t.is(step.clockMs, null)
  t.is(step.state.players[B]!.health, 0)
  t.deepEqual(
    [A, B].map(seat => viewOf(step.state, seat).outcome),
    ['won', 'lost'],
  )
  t.deepEqual(viewOf(step.state, B).log.at(-1), { round: 1, kind: 'over', winner: A })
  t.is(minotaur.timeout(step.state).state, step.state)
})

test('[R13] who falls while others play on has lost at once', t => {
  const state = round(withHealth(begun([O, O, O]), 10, 10, 4), [attack(C)])
  t.is(viewOf(state, C).outcome, 'lost')
  t.is(viewOf(state, A).outcome, null)
  t.is(state.round, 2)
})

test('[R13] with nobody left it is a draw of those who fell together, not of those who fell or left before', t => {
  const first = round(withHealth(begun([O, O, O, O]), 4, 4, 4, 10), [attack(C)], [], [])
  const gone = must(first, 3 as typeof A, { do: 'leave' })
  const state = round(gone, [attack(B)], [attack(A)])
  t.true(minotaur.over(state))
  t.deepEqual(
    seats(4).map(seat => viewOf(state, seat).outcome),
    ['draw', 'draw', 'lost', 'lost'],
  )
})

test('[R13] a game that nobody plays ends too', t => {
  for (let seed = 0; seed < 100; seed++) {
    const players = 2 + (seed % 5)
    let state = must(lobby(players, seed), A, { do: 'start' })
    while (!minotaur.over(state)) state = minotaur.timeout(state).state
    t.true(state.round <= ROUNDS_MAX, `${state.round} rounds`)
    t.is(state.players.filter(player => player.fell === 0).length, 1)
  }
})

test('a short game reads well from its log', t => {
  const start = withHealth(wall(begun([O, { q: 1, r: 0 }]), { q: 1, r: 0 }, E), 10, 8)
  const met = round(start, [move(E)], [])
  const fight = round(met, [attack(B)], [move(NE)])
  const chase = round(fight, [move(NE), move(NE)], [move(SE)])
  const end = must(chase, B, { do: 'leave' })
  t.deepEqual(chronicle(end), [
    '0: Ada joins',
    '0: Ben joins',
    '1: begins',
    '1: Ada walks east from (0, 0) to (1, 0)',
    '2: begins',
    '2: Ada strikes Ben for 4 at (1, 0)',
    '2: Ben walks north-east from (1, 0) to (2, -1)',
    '3: begins',
    '3: Ada walks north-east, north-east from (1, 0) to (3, -2)',
    '3: Ben walks south-east from (2, -1) to (2, 0)',
    '4: begins',
    '4: Ben leaves',
    '4: Ben falls',
    '4: ends, Ada wins',
  ])
})
