// MINOTAUR.md is what writers of other clients have: it must say what the game does.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import * as v from 'valibot'
import { hexCount } from '../../../node/games/minotaur/hex.ts'
import { LOG_ROUNDS, ROUNDS_MAX, RULES, radiusFor, SEATS_MAX } from '../../../node/games/minotaur/rules.ts'
import { CommandSchema, STEPS } from '../../../protocol/minotaur.ts'
import { ViewSchema } from './view-schema.ts'

const HERE = import.meta.dirname
const TEXT = readFileSync(join(HERE, '../../../protocol/MINOTAUR.md'), 'utf8')

/** The cells of each line of a table, without their padding. */
const ROWS = TEXT.split('\n')
  .filter(line => line.startsWith('|'))
  .map(line =>
    line
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim()),
  )

test('every rule is tested, and every tested rule exists', t => {
  const rules = [...TEXT.matchAll(/^- \*\*(R\d+)\*\*/gm)].map(match => match[1]!)
  const tests = readdirSync(HERE)
    .filter(name => name.endsWith('.test.ts'))
    .flatMap(name => [...readFileSync(join(HERE, name), 'utf8').matchAll(/test\('\[(R\d+)\]/g)])
    .map(match => match[1]!)
  t.is(new Set(rules).size, rules.length)
  t.deepEqual([...new Set(tests)].sort(), [...rules].sort())
})

test('the example is a view', t => {
  const example = /```json\n([\s\S]*?)```/.exec(TEXT)![1]!
  t.notThrows(() => v.parse(ViewSchema, JSON.parse(example)))
  t.deepEqual(JSON.parse(example).rules, RULES)
})

test('the numbers are those of the game', t => {
  const value = (name: string) => ROWS.find(cells => cells[0] === name)?.[1]
  t.is(value('players'), `${RULES.playersMin} to ${RULES.playersMax}`)
  t.is(value('time of a round'), `${RULES.roundMs / 1000} s`)
  t.is(value('health at the start'), `${RULES.health}`)
  t.is(value('action points in each round'), `${RULES.points}`)
  t.is(value('cost of a move, of an attack'), `${RULES.moveCost}, ${RULES.attackCost}`)
  t.is(value('health that an attack takes'), `${RULES.damage}`)
  t.is(value('first round of the hunt'), `${RULES.huntFrom}`)
  t.is(value('rounds away until one falls'), `${RULES.awayRounds}`)
  const sizes = [2, 3, 5].map(players => hexCount(radiusFor(players)))
  t.is(value('maze for 2, 3 to 4, 5 to 6 players'), `${sizes.join(', ')} hexes`)
  t.true(TEXT.includes(`at most ${SEATS_MAX} seats`))
  t.true(TEXT.includes(`no game has more than ${ROUNDS_MAX} rounds`))
  t.is(LOG_ROUNDS, 10)
})

test('the directions are those of the game', t => {
  for (const [direction, { q, r }] of Object.entries(STEPS)) {
    const cells = ROWS.find(row => row[0] === direction)!
    t.deepEqual(cells.slice(2).map(Number), [q, r])
  }
})

test('every command that is shown is one', t => {
  const bodies = [...TEXT.matchAll(/`(\{"do".*?\})` \s*\|/g)].map(match => JSON.parse(match[1]!))
  t.is(bodies.length, 7)
  for (const body of bodies) t.true(v.is(CommandSchema, body), JSON.stringify(body))
})
