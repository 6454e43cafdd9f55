// What must not rot: who imports whom, what pure code must not touch, sizes, leftovers. Each check is also shown to
// fail, in tidy/checks.test.ts.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import test from 'ava'
import {
  anyTypes,
  focusedTests,
  headerless,
  impurities,
  leftovers,
  oversize,
  registryAddresses,
  spreadLiterals,
  strangers,
  wideLines,
} from './tidy/checks.ts'
import { circles } from './tidy/circles.ts'
import { longFunctions } from './tidy/functions.ts'
import { wrongImports } from './tidy/imports.ts'
import { type Finding, ROOT, readSources } from './tidy/source.ts'

/** Files over 250 lines, each with why it is not split. */
const LONG_FOR_A_REASON: Readonly<Record<string, string>> = {
  'node/gateway/socket/socket.ts':
    'the whole life of one socket: what it may say, in which state, and what is said to it',
  'test/config.test.ts': 'every variable, twice: its default, and a value that was set',
  'node/core/session/running.ts': 'all that there is of a session while it runs, in one record',
  'web/link/talk.ts': 'all that can be heard, one message after another',
  'test/simulation/seeds.ts': 'every world that once failed, one after another',
  'test/simulation/simulator/world.ts': 'all that there is in a world, and all that can be done to it',
  'test/core/hand.ts': 'the one hand that plays every schedule: its words are used together',
  'test/core/schedules.test.ts':
    'schedules written out one after another: each is read as a whole, and beside its neighbours',
}

/** Functions over 70 lines, by their file, each with why it is not split. */
const LONG_FUNCTIONS: Readonly<Record<string, string>> = {
  'test/config.test.ts': 'every variable, twice: its default, and a value that was set',
  'test/contracts/mesh.ts': 'the contract of a mesh, one test after another',
  'test/core/session/failing.test.ts': 'a game in which each function can be made to throw',
  'test/simulation/simulator/plan.ts':
    'every fault of a world, drawn one after another: their order is the meaning of a seed',
  'test/simulation/simulator/checkers/honest-backups.ts': 'one promise, and all that bears on it',
  'test/simulation/simulator/checkers/resumed.ts': 'one promise, and all that bears on it',
}

/** All that may stand at the top of the repository. */
const TOP = new Set([
  '.ci',
  '.dockerignore',
  '.github',
  '.gitignore',
  'ARCHITECTURE.md',
  'BENCHMARKS.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'Dockerfile',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  'ava.config.js',
  'biome.json',
  'node',
  'package-lock.json',
  'package.json',
  'protocol',
  'scripts',
  'stack.yml',
  'test',
  'tsconfig.json',
  'web',
])

const sources = readSources()
const show = (findings: readonly Finding[]) => findings.map(({ path, line, what }) => `${path}:${line} ${what}`)
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

/** Names at the top that git would see: .gitignore's plain names are left out. */
function topNames(): string[] {
  const ignored = read('.gitignore')
    .split('\n')
    .map(line => line.replace(/\/$/, ''))
  return readdirSync(ROOT).filter(name => name !== '.git' && !ignored.includes(name) && !name.endsWith('.log'))
}

test('there are sources to check', t => {
  t.true(sources.some(({ path }) => path === 'protocol/ids.ts'))
  t.true(sources.some(({ path }) => path === 'node/core/event.ts'))
})

test('no folder imports what it must not know', t => t.deepEqual(show(sources.flatMap(wrongImports)), []))
test('pure code knows no clock, chance, timer, promise or process', t =>
  t.deepEqual(show(sources.flatMap(impurities)), []))
test('no file is too long', t => t.deepEqual(show(sources.flatMap(s => oversize(s, LONG_FOR_A_REASON))), []))
test('every reason for a long file names a file', t =>
  t.deepEqual(
    Object.keys(LONG_FOR_A_REASON).filter(path => !sources.some(source => source.path === path)),
    [],
  ))
test('no function is too long', t => {
  const long = sources.flatMap(longFunctions)
  t.deepEqual(show(long.filter(({ path }) => !(path in LONG_FUNCTIONS))), [])
  t.deepEqual([...new Set(long.map(({ path }) => path))].sort(), Object.keys(LONG_FUNCTIONS).sort())
})
test('no line is too wide', t => t.deepEqual(show(sources.flatMap(wideLines)), []))
test('no literal is spread', t => t.deepEqual(show(sources.flatMap(spreadLiterals)), []))
test('no files import each other round about', t => {
  // The simulator's parts still share one world.
  const isKnown = (path: string) => path.startsWith('test/simulation/')
  t.deepEqual(
    circles(sources).filter(circle => !circle.every(isKnown)),
    [],
  )
})
test('each file of a node has a name of its own', t => {
  const names = sources.flatMap(({ path }) => (/^node\/(?!games\/)/.test(path) ? [basename(path)] : []))
  t.deepEqual(
    names.filter((name, at) => names.indexOf(name) !== at),
    [],
  )
})
test('nothing is left over without a reason', t => t.deepEqual(show(sources.flatMap(leftovers)), []))
test('no test is focused or skipped', t => t.deepEqual(show(sources.flatMap(focusedTests)), []))
test('nothing is of type any', t => t.deepEqual(show(sources.flatMap(anyTypes)), []))
test('every module says what it is for', t => t.deepEqual(show(sources.flatMap(headerless)), []))
test('only known names stand at the top', t => t.deepEqual(show(strangers(topNames(), TOP)), []))
test('the lock file names no registry', t => t.deepEqual(show(registryAddresses(read('package-lock.json'))), []))
