// The checks of tidy.test.ts themselves, on samples that must not pass.
import test from 'ava'
import { blank } from './blank.ts'
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
} from './checks.ts'
import { circles } from './circles.ts'
import { longFunctions } from './functions.ts'
import { importsOf, wrongImports } from './imports.ts'
import { type Finding, sourceOf } from './source.ts'

const show = (findings: readonly Finding[]) => findings.map(({ path, line, what }) => `${path}:${line} ${what}`)

test('a function that is too long is found, by the brace that closes it', t => {
  const long = `const a = () => {\n${'  b({})\n'.repeat(70)}}\nfunction c(): D {\n}\n`
  t.deepEqual(show(longFunctions(sourceOf('x.ts', long))), ['x.ts:1 a function of 72 lines'])
})
test('a line that is too wide is found, but not where a text makes it so', t => {
  const [code, comment, text] = [`${'a + '.repeat(40)}1`, `// ${'a '.repeat(80)}`, `f('${'a '.repeat(80)}')`]
  t.deepEqual(
    wideLines(sourceOf('x.ts', [code, comment, text].join('\n'))).map(({ line }) => line),
    [1, 2],
  )
})
test('a literal that is spread is found, but not a list that a method is called on, nor a choice of two', t => {
  const found = ['{ ...{ a, b }, c }', '{ ...({ a } as const) }', 'f(...[a, b])']
  for (const line of found) t.is(spreadLiterals(sourceOf('x.ts', line)).length, 1, line)
  const kept = ['{ ...(a ? { a } : {}) }', '[...[a, b].map(f)]', '[...([a] as const).map(f)]', '{ ...a, b }']
  for (const line of kept) t.deepEqual(spreadLiterals(sourceOf('x.ts', line)), [], line)
})
test('a circle of imports is found', t => {
  const file = (name: string, ...names: string[]) =>
    sourceOf(`${name}.ts`, names.map(other => `import type { X } from './${other}.ts'\n`).join(''))
  t.deepEqual(circles([file('a', 'b'), file('b', 'c'), file('c', 'b'), file('d', 'a')]), [['b.ts', 'c.ts']])
})

const what = (findings: readonly Finding[]) => findings.map(finding => finding.what)

test('blanking leaves code, lines and positions alone', t => {
  const text =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the sample is source text
    "const a = 'Date.now' // Math.random\nconst b = `x ${await c} ${`y ${d}`} 'z`\nconst e = /['/]\\//g.test(f) / 2\n"
  const { code, comments } = blank(text)
  t.is(code.length, text.length)
  t.is(comments.trim(), '// Math.random')
  t.is(comments.indexOf('// Math'), text.indexOf('// Math'))
  t.is(code.split('\n').length, text.split('\n').length)
  t.false(/Date|random|x|y|z/.test(code.replace('const', '')))
  for (const word of ['await c', '.test(f) / 2']) t.true(code.includes(word), word)
})

test('blanking ends a string where it ends', t => {
  t.is(blank("f('\\'', g, \"'\") // '").code, 'f(\'  \', g, " ")     ')
  t.is(blank('/* a\nb */ c').code, '    \n     c')
  t.is(blank('a / b / c').code, 'a / b / c')
})

test('imports are found in every form', t => {
  const text = [
    "import a from './a.ts'",
    "import type { B } from '../b.ts'",
    "import { type C, d } from 'valibot'",
    "import 'node:fs'",
    "export * from '@scope/name/deep'",
    "const e = await import('./e.ts')",
    "import {\n  type F,\n  type G,\n} from './f.ts'",
    "export const from = 'nowhere'",
    "// import x from './x.ts'",
  ].join('\n')
  t.deepEqual(
    importsOf(sourceOf('node/core/x.ts', text)).map(({ target, typeOnly, line }) => [target, typeOnly, line]),
    [
      ['node/core/a.ts', false, 1],
      ['node/b.ts', true, 2],
      ['valibot', false, 3],
      ['node:fs', false, 4],
      ['@scope/name', false, 5],
      ['node/core/e.ts', false, 6],
      ['node/core/f.ts', true, 7],
    ],
  )
})

const refused = test.macro({
  exec: (t, path: string, line: string) => t.is(wrongImports(sourceOf(path, line)).length, 1),
  title: (_, path, line) => `${path} is refused ${line}`,
})
const allowed = test.macro({
  exec: (t, path: string, line: string) => t.deepEqual(wrongImports(sourceOf(path, line)), []),
  title: (_, path, line) => `${path} is allowed ${line}`,
})
test(refused, 'protocol/x.ts', "import { Event } from '../node/core/event.ts'")
test(refused, 'node/core/x.ts', "import { readFileSync } from 'node:fs'")
test(refused, 'node/core/session/x.ts', "import { adopt } from '../consensus/epoch.ts'")
test(refused, 'node/core/std/x.ts', "import type { Context } from '../context.ts'")
test(allowed, 'node/core/consensus/x.ts', "import { tell } from '../session/deliver.ts'")
test(refused, 'node/core/x.ts', "import type { Mesh } from '../mesh/mesh.ts'")
test(refused, 'node/games/minotaur/x.ts', "import type { Event } from '../../core/event.ts'")
test(refused, 'node/mesh/x.ts', "import type { Gateway } from '../gateway/gateway.ts'")
test(refused, 'node/gateway/x.ts', "import { Node } from '../core/node.ts'")
test(refused, 'node/driver.ts', "import { bot } from '../scripts/load/bot.ts'")
test(refused, 'web/link/x.ts', "import type { Configuration } from '../../protocol/configuration.ts'")
test(refused, 'web/play/x.ts', "import { Mesh } from '../../node/mesh/mesh.ts'")
test(refused, 'web/new/x.ts', '')
test(allowed, 'node/games/minotaur/x.ts', "import type { Game } from '../../core/game.ts'")
test(allowed, 'node/gateway/x.ts', "import type { Event } from '../core/event.ts'")
test(allowed, 'web/link/x.ts', "import type { ToNode } from '../../protocol/player.ts'")
test(allowed, 'node/main.ts', "import { start } from './mesh/open.ts'")

test('impure words are found in pure code and nowhere else', t => {
  const text = 'const a = Date.now()\nasync function b() { await c }\nprocess.exit()\nx.async\n// console.log\n'
  t.deepEqual(what(impurities(sourceOf('node/core/x.ts', text))), [
    'Date.now in pure code',
    'async in pure code',
    'await in pure code',
    'process. in pure code',
  ])
  t.deepEqual(impurities(sourceOf('web/link/browser.ts', text)), [])
  t.deepEqual(impurities(sourceOf('node/driver.ts', text)), [])
})

test('long files are found, and reasons that are not needed any more', t => {
  const file = (lines: number) => sourceOf('a.ts', 'x\n'.repeat(lines))
  t.is(oversize(file(250), {}).length, 0)
  t.is(oversize(file(251), {}).length, 1)
  t.is(oversize(file(251), { 'a.ts': 'one table' }).length, 0)
  t.is(oversize(file(401), { 'a.ts': 'one table' }).length, 1)
  t.is(oversize(file(100), { 'a.ts': 'one table' }).length, 1)
})

test('leftovers, focused tests, any and missing headers are found', t => {
  const marks = ['TO', 'FIX'].map((start, at) => `${start}${['DO', 'ME'][at]}`)
  t.is(leftovers(sourceOf('a.ts', `// ${marks[0]} later\n// ${marks[1]}(moby 38841): remove\n`)).length, 1)
  t.is(focusedTests(sourceOf('a.test.ts', `test.${'only'}('x')\ntest.serial.${'skip'}('y')\n`)).length, 2)
  t.deepEqual(focusedTests(sourceOf('a.test.ts', 'const onLinux = linux ? test : test.skip')), [])
  t.is(anyTypes(sourceOf('a.ts', 'const a: any = b as any\nf<any>()\nPromise.any([])\nany(1)')).length, 3)
  t.is(anyTypes(sourceOf('a.ts', '// biome-ignore lint/suspicious/noExplicitAny: laziness')).length, 1)
  t.is(headerless(sourceOf('a.ts', "import x from 'x'\n")).length, 1)
  t.is(headerless(sourceOf('a.ts', '// What it is for.\n')).length, 0)
})

test('registry addresses and strangers at the top are found', t => {
  t.is(registryAddresses('{ "a": { "resolved": "https://registry.example/a.tgz" } }').length, 1)
  t.is(registryAddresses('{ "a": { "resolved": "node_modules/b", "link": true } }').length, 0)
  t.is(strangers(['node', 'notes.txt'], new Set(['node'])).length, 1)
})
