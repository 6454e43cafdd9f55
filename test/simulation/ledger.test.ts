import test from 'ava'
import type { Seat } from '../../protocol/ids.ts'
import { isRefused, type Ledger, ledger, viewOf } from './simulator/ledger.ts'

const game = ledger(2)
const seat = (n: number) => n as Seat

function played(): Ledger {
  let state = game.join(game.create(1), seat(0), 'ann').state
  state = game.join(state, seat(1), 'bob').state
  for (let n = 1; n <= 7; n++) state = game.command(state, seat(n % 2), { by: 'c', n }).state
  return game.timeout(state).state
}

test('the ledger keeps everything, but for what it refuses', t => {
  t.deepEqual(played().log, ['+0 ann', '+1 bob', '1/c/1', '0/c/2', '1/c/3', '0/c/4', '0/c/6', '1/c/7', 'tick 1'])
  t.true(isRefused(5))
  t.is(game.command(played(), seat(0), { by: 'c', n: 10 }).refusal?.code, 'impossible')
  t.is(game.command(played(), seat(0), 'nonsense').refusal?.code, 'bad-command')
})

test('the ledger survives every schema', t => {
  for (const schema of [1, 2]) t.deepEqual(game.load(game.save(played(), schema), schema), played())
  t.throws(() => game.load(game.save(played(), 2), 3))
})

test('a seat sees its own lines', t => {
  t.deepEqual(viewOf(played(), seat(1)).own, ['1/c/1', '1/c/3', '1/c/7'])
})

test('the clock starts with the first player and ends some day', t => {
  let state = game.create(1)
  const step = game.join(state, seat(0), 'ann')
  t.is(step.clockMs, 150)
  state = step.state
  let clockMs: number | null | undefined = step.clockMs
  for (let i = 0; i < 100 && clockMs; i++) ({ state, clockMs } = game.timeout(state))
  t.is(clockMs, null)
})
