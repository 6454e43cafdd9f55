// Every benchmark runs to its end, counts what it should, and has a figure in each place. What the figures are is nobody's promise here.
import test from 'ava'
import * as duel from '../../../scripts/bench/duel.ts'

test('a duel is played on every kind of server, in both loops', async t => {
  const rows: duel.Row[] = []
  for (const only of ['bare', 'Colyseus', 'ours, one backup, remote'])
    await duel.benchDuel({ ...duel.QUICK, only }, row => rows.push(row))
  t.is(rows.length, 6)
  for (const { name, loop, result } of rows) {
    t.true(result.acked > 0, `${name}, ${loop}: moves are acknowledged`)
    t.is(result.latencyMs.count, result.acked)
  }
  const shown = duel.showDuel(rows)
  for (const { name } of rows) t.true(shown.includes(name))
  t.false(/NaN|undefined/.test(shown), shown)
})
