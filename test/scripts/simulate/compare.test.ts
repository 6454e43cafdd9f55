import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { compare } from '../../../scripts/simulate/compare.ts'
import { emptyTally, type Tally } from '../../simulation/simulator/tally.ts'

const tally = (prints: Record<number, string>): Tally => ({ ...emptyTally(), prints })
const place = () => join(mkdtempSync(join(tmpdir(), 'traces-')), 'traces.json')

test('traces are written first, and compared after that', t => {
  const file = place()
  t.true(compare(file, tally({ 1: 'a', 2: 'b' })).isSame)
  t.true(compare(file, tally({ 1: 'a', 2: 'b' })).isSame)
  const { isSame, text } = compare(file, tally({ 1: 'a', 2: 'c', 3: 'd' }))
  t.false(isSame)
  t.regex(text, /1 differ, such as seeds 2\./)
})

test('a trace that was written is kept, and new seeds are added', t => {
  const file = place()
  compare(file, tally({ 1: 'a' }))
  compare(file, tally({ 1: 'x', 2: 'b' }))
  t.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { 1: 'a', 2: 'b' })
})

test('a file of something else is refused, and stays as it is', t => {
  const file = place()
  writeFileSync(file, '[1]')
  t.throws(() => compare(file, tally({ 1: 'a' })), { message: /holds no traces/ })
  t.is(readFileSync(file, 'utf8'), '[1]')
})
