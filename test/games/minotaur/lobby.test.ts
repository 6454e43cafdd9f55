import test from 'ava'
import { minotaur } from '../../../node/games/minotaur/index.ts'
import { LOBBY_MS, RULES, SEATS_MAX } from '../../../node/games/minotaur/rules.ts'
import type { Seat } from '../../../protocol/ids.ts'
import { legalCommands } from '../../../protocol/minotaur-legal.ts'
import { A, B, C, codeOf, lobby, must, viewOf } from './table.ts'

test('[R3] up to six players join, until the game begins', t => {
  const full = lobby(RULES.playersMax)
  t.is(codeOf(minotaur.join(full, 6 as Seat, 'Gil')), 'session-full')
  t.is(codeOf(minotaur.join(must(lobby(2), A, { do: 'start' }), C, 'Cleo')), 'session-full')
  t.is(minotaur.join(lobby(1), B, 'Ben').clockMs, LOBBY_MS)
})

test('[R3] who left the lobby may enter again, with the same seat, while there is a place', t => {
  const left = must(lobby(RULES.playersMax), B, { do: 'leave' })
  t.false(viewOf(left, A).players[B]!.present)
  t.deepEqual(legalCommands(viewOf(left, B)), [{ do: 'enter' }])
  const back = must(left, B, { do: 'enter' })
  t.deepEqual(viewOf(back, B).players, viewOf(lobby(RULES.playersMax), B).players)
  t.is(minotaur.command(left, B, { do: 'enter' }).clockMs, LOBBY_MS)

  const taken = minotaur.join(left, 6 as Seat, 'Gil').state
  for (const state of [taken, back, must(left, A, { do: 'start' })])
    t.is(codeOf(minotaur.command(state, B, { do: 'enter' })), 'impossible')
})

test('[R3] a place that was given up is free for another player, but not without end', t => {
  let state = lobby(RULES.playersMax)
  for (let seat = RULES.playersMax; seat < SEATS_MAX; seat++) {
    state = must(state, (seat - 1) as Seat, { do: 'leave' })
    const step = minotaur.join(state, seat as Seat, `P${seat}`)
    t.is(step.refusal, null)
    state = step.state
  }
  state = must(state, A, { do: 'leave' })
  t.is(codeOf(minotaur.join(state, SEATS_MAX as Seat, 'Zoe')), 'session-full')
})

test('[R3] a seat out of turn is an error of the caller', t => {
  for (const seat of [A, C]) t.throws(() => minotaur.join(lobby(1), seat, 'Cleo'), { instanceOf: RangeError })
})

test('[R4] any player in the lobby may start, when there are two', t => {
  const step = minotaur.command(lobby(2), B, { do: 'start' })
  t.is(step.refusal, null)
  t.is(step.clockMs, RULES.roundMs)
  t.is(viewOf(step.state, A).phase, 'playing')
  t.is(viewOf(step.state, A).round, 1)
  t.is(codeOf(minotaur.command(must(lobby(2), A, { do: 'leave' }), B, { do: 'start' })), 'impossible')
})

test('[R4] who left the lobby has no character', t => {
  const state = must(must(lobby(3), B, { do: 'leave' }), C, { do: 'start' })
  const view = viewOf(state, B)
  t.false(view.you.alive)
  t.deepEqual(legalCommands(view), [])
  t.deepEqual(viewOf(state, A).fallen, [])
})

test('[R5] an empty lobby ends the session, and so does one that nobody starts', t => {
  const last = minotaur.command(must(lobby(2), A, { do: 'leave' }), B, { do: 'leave' })
  const forgotten = minotaur.timeout(lobby(1))
  for (const { state, clockMs } of [last, forgotten]) {
    t.true(minotaur.over(state))
    t.is(clockMs, null)
    t.is(viewOf(state, A).outcome, null)
    t.like(viewOf(state, A).log.at(-1), { kind: 'over', winner: null })
  }
  t.false(minotaur.over(must(lobby(2), A, { do: 'leave' })))
})
