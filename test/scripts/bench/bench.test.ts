// Every benchmark runs to its end, counts what it should, and has a figure in each place. What the figures are is
// nobody's promise here.
import test from 'ava'
import * as bytes from '../../../scripts/bench/bytes.ts'
import * as drain from '../../../scripts/bench/drain.ts'
import * as duel from '../../../scripts/bench/duel.ts'
import * as growth from '../../../scripts/bench/growth.ts'
import * as memory from '../../../scripts/bench/memory.ts'
import * as takeover from '../../../scripts/bench/takeover.ts'

/** What a row shows where a figure is missing. */
const BLANK = /NaN|undefined|Infinity/

test.serial('a duel is played on every kind of server, in both loops', async t => {
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
  t.false(BLANK.test(shown), shown)
})

test.serial('sessions under play are drained, and no move is lost', async t => {
  const quick = { sessions: 20, stateBytes: 2_048, rehearse: 0, restMs: 300 }
  const row = await drain.benchDrain({ ...quick, everyMs: 50 }, 1)
  t.deepEqual(drain.wrongs(row), [])
  t.true(row.runs[0]!.played!.acked > 0)
  t.false(BLANK.test(drain.showDrains([row], 1)), drain.showDrains([row], 1))
})

test.serial('the sessions of a killed node run again, and no move is lost', async t => {
  const row = await takeover.benchTakeover({ sessions: 20, everyMs: 50, restMs: 300 })
  t.deepEqual(takeover.wrongs(row), [])
  t.true(row.played.acked > 0)
  t.false(BLANK.test(takeover.showTakeovers([row])), takeover.showTakeovers([row]))
})

test.serial('every server is weighed, with connections, players and sessions', async t => {
  const rows: memory.Weighed[] = []
  await memory.benchMemory(memory.QUICK, '0', row => rows.push(row))
  t.is(rows.length, 5)
  for (const { baseBytes, count } of rows) t.true(baseBytes > 0 && count === memory.QUICK.count)
  t.false(BLANK.test(memory.showMemory(rows)), memory.showMemory(rows))
})

test.serial('the bytes of commands and rounds are counted', async t => {
  const counted = await bytes.benchBytes(bytes.QUICK)
  t.true(counted.commands > 0 && counted.rounds > 0)
  // A command has 40 bytes at the least, and its acknowledgement as well.
  for (const way of [counted.up, counted.down, counted.amongNodes]) t.true(way > 40 * counted.commands)
  t.false(BLANK.test(bytes.showBytes(counted)), bytes.showBytes(counted))
})

// A session's name has 32 bytes.
test.serial('growth is measured in processes, in cores and in sessions', async t => {
  const grown = await growth.benchGrowth(growth.QUICK)
  const [few, many] = grown.simulated
  t.true(many!.messagesPerSecond > few!.messagesPerSecond)
  t.true(
    grown.known.every(({ sessions, digestBytes, tellBytes }) => digestBytes > 32 * sessions && tellBytes > digestBytes),
  )
  t.is(grown.real.length, 2)
  t.false(BLANK.test(growth.showGrowth(grown)), growth.showGrowth(grown))
})
