// Every numbered rule is borne by a test's title, and every number in a title is a rule's.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { compare, rulesBorne, rulesDefined } from './tidy/rules.ts'
import { filesBelow, ROOT } from './tidy/source.ts'

const DOCUMENTS = ['ARCHITECTURE.md', 'protocol/SPEC.md', 'protocol/MINOTAUR.md']

/** Rules that later work will keep, each with what is missing. */
const LATER: Readonly<Record<string, string>> = {}

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const defined = DOCUMENTS.filter(path => existsSync(join(ROOT, path))).flatMap(path => rulesDefined(read(path)))
const borne = filesBelow('test')
  .filter(path => path.endsWith('.test.ts') && path !== 'test/rules.test.ts')
  .flatMap(path => rulesBorne(read(path)))
const { untested, unknown, doubled, idleExcuses } = compare(defined, borne, LATER)

test('the guarantees and the rules of epochs are all defined', t => {
  const all = [...Array.from({ length: 8 }, (_, n) => `G${n + 1}`), ...Array.from({ length: 9 }, (_, n) => `E${n + 1}`)]
  t.deepEqual(
    all.filter(rule => !defined.includes(rule)),
    [],
  )
})
test('every rule is borne by a test, or named as later work', t => t.deepEqual(untested, []))
test('every rule in a title exists', t => t.deepEqual(unknown, []))
test('no number has two rules', t => t.deepEqual(doubled, []))
test('no rule is excused without need', t => t.deepEqual(idleExcuses, []))

test('a document and a title are read as people write them', t => {
  t.deepEqual(rulesDefined('- **[G1] One owner.** See [G2].\n- **R2** What\n**P10.** x\n| **[G9]** |\ntext **[E1]**'), [
    'G1',
    'R2',
    'P10',
  ])
  t.deepEqual(rulesBorne(`test('[G2] [E1] a', t => {})\ntest("[R2], [R3] b")\nconst x = a[P1]\ntest('see [G7]')`), [
    'G2',
    'E1',
    'R2',
    'R3',
  ])
})

test('the comparison finds what is wrong', t => {
  t.deepEqual(compare(['G1', 'G2', 'G3', 'G3'], ['G1', 'G4'], { G3: 'later', G1: 'not needed', G5: 'nowhere' }), {
    untested: ['G2'],
    unknown: ['G4'],
    doubled: ['G3'],
    idleExcuses: ['G1', 'G5'],
  })
})
