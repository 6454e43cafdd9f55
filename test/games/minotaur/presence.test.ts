// Players who are not connected: shown, not waited for, and not for ever.
import test from 'ava'
import { minotaur } from '../../../node/games/minotaur/index.ts'
import { RULES } from '../../../node/games/minotaur/rules.ts'
import type { MinotaurState } from '../../../node/games/minotaur/state.ts'
import { decode, encode } from '../../../protocol/codec.ts'
import { A, attack, B, begun, C, freeze, lobby, must, viewOf } from './table.ts'

const O = { q: 0, r: 0 }
const presence = minotaur.presence!
const goes = (state: MinotaurState, seat: typeof A) => freeze(presence.seen(state, seat, false))
const comes = (state: MinotaurState, seat: typeof A) => freeze(presence.seen(state, seat, true))
const ready = { do: 'ready', ready: true } as const
const passed = (state: MinotaurState): MinotaurState => freeze(minotaur.timeout(state).state)

test('[R28] everyone sees who is away, and who is back', t => {
  for (const state of [lobby(3), begun([O, O, O])]) {
    const gone = goes(state, B).state
    for (const seat of [A, B, C])
      t.deepEqual(
        viewOf(gone, seat).players.map(player => player.away),
        [false, true, false],
      )
    t.deepEqual(
      [A, B].map(seat => presence.isConnected(gone, seat)),
      [true, false],
    )
    t.deepEqual(comes(gone, B).state, state)
  }
})

test('[R28] no round waits for who is away', t => {
  const gone = goes(must(begun([O, O, O]), A, ready), B)
  t.is(gone.state.round, 1)
  const step = minotaur.command(gone.state, C, ready)
  t.is(step.state.round, 2)
  t.is(step.clockMs, RULES.roundMs)
})

test('[R28] a round that waited for nobody else is over when they go, and what they had planned happens', t => {
  const planned = must(must(begun([O, O, O]), B, { do: 'register', action: attack(A) }), C, ready)
  const step = goes(must(planned, A, ready), B)
  t.is(step.state.round, 2)
  t.is(step.clockMs, RULES.roundMs)
  t.is(step.state.players[A]!.health, RULES.health - RULES.damage)
})

test('[R28] where all are away, or nobody who is there is ready, the round takes its time', t => {
  const state = goes(begun([O, O, O]), B).state
  t.is(state.round, 1)
  const nobody = goes(goes(must(state, A, ready), A).state, C)
  t.is(nobody.state.round, 1)
  t.false('clockMs' in nobody)
})

test('[R28] what the game knows already changes nothing', t => {
  const state = begun([O, O])
  t.is(comes(state, A).state, state)
  const gone = goes(state, A).state
  t.is(goes(gone, A).state, gone)
})

test('[R28] the fallen are not said to be away', t => {
  const state = must(begun([O, O, O]), B, { do: 'leave' })
  t.false(viewOf(goes(state, B).state, A).players[B]!.away)
})

test('[R29] who stays away falls after so many rounds, and not who comes back in time', t => {
  let state = goes(goes(begun([O, O, O]), B).state, C).state
  for (let n = 1; n < RULES.awayRounds; n++) state = passed(state)
  t.deepEqual(viewOf(state, A).fallen, [])
  state = passed(comes(state, C).state)
  t.deepEqual(viewOf(state, A).fallen, [{ seat: B, round: RULES.awayRounds }])
  for (let n = 0; n < RULES.awayRounds; n++) state = passed(state)
  t.true(viewOf(state, A).players[C]!.alive)
})

test('[R29] a game that everybody has left is soon over, and a draw', t => {
  let state = goes(goes(begun([O, O]), A).state, B).state
  for (let n = 0; n < RULES.awayRounds; n++) state = passed(state)
  t.is(state.phase, 'over')
  t.deepEqual(
    [A, B].map(seat => viewOf(state, seat).outcome),
    ['draw', 'draw'],
  )
})

test('[G3] who is away, and for how long, moves with the game', t => {
  const state = passed(goes(begun([O, O, O]), B).state)
  t.deepEqual(minotaur.load(decode(encode(minotaur.save(state, 1))), 1), state)
  t.false('away' in (minotaur.save(state, 1) as { players: object[] }).players[A]!)
})
