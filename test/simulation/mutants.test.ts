// The list of mutants fits the code, and the quickest of them are caught: `npm run simulate -- --mutants` hunts them
// all.
import { readFileSync } from 'node:fs'
import test from 'ava'
import { huntAll } from '../../scripts/simulate/mutants.ts'
import { filesBelow, ROOT } from '../tidy/source.ts'
import { mutants } from './mutants/index.ts'
import { changesOf, type Mutant, MutantError, mutated } from './mutants/mutant.ts'

const read = (path: string) => readFileSync(`${ROOT}/${path}`, 'utf8')

test('every mutant fits the code', t => {
  for (const mutant of mutants)
    for (const file of new Set(changesOf(mutant).map(change => change.file)))
      t.not(mutated(mutant, file, read(file)), read(file), mutant.name)
})

test('a mutant that no longer fits the code is an error', t => {
  const mutant: Mutant = { name: 'm', rule: 'E1', what: '', file: 'f', from: 'a', to: 'b', caughtBy: 'seeds' }
  t.is(mutated(mutant, 'f', 'xay'), 'xby')
  t.is(mutated(mutant, 'another', 'xay'), 'xay')
  for (const text of ['x', 'xaya']) t.throws(() => mutated(mutant, 'f', text), { instanceOf: MutantError })
})

test('no two mutants have one name', t => t.is(new Set(mutants.map(({ name }) => name)).size, mutants.length))

test('every schedule that is to catch a mutant exists, once', t => {
  const texts = filesBelow('test')
    .filter(path => path.endsWith('.test.ts'))
    .map(read)
  for (const { name, caughtBy } of mutants) {
    if (typeof caughtBy !== 'string' || caughtBy === 'seeds') continue
    t.is(
      texts.filter(text => [`test('${caughtBy}'`, `test("${caughtBy}"`].some(call => text.includes(call))).length,
      1,
      name,
    )
  }
})

for (const only of ['ackFirst', 'twice', 'clockEarly', 'switchAfterAccept']) {
  test(`the mutant ${only} is caught`, async t => {
    const said: string[] = []
    t.true(await huntAll({ only, first: 1, seeds: 20, jobs: 1 }, line => said.push(line)), said.join('\n'))
    t.regex(said.join('\n'), /caught by/)
  })
}
