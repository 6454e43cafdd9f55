// The documents say what is so: the settings are those of the node, the example compiles, the map of the code has its
// files.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test from 'ava'
import { tabulateVariables } from '../node/config.ts'
import type { Game } from '../node/core/game.ts'
import { Hand } from './core/hand.ts'
import { ROOT } from './tidy/source.ts'

const PAGES = ['README.md', 'ARCHITECTURE.md', 'BENCHMARKS.md', 'CONTRIBUTING.md', 'SECURITY.md', 'node/OPERATIONS.md']
const GAMES = 'node/games/README.md'

const page = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const readme = page('README.md')
const between = (text: string, name: string) =>
  new RegExp(`<!-- ${name}:begin.*?-->\n([\\s\\S]*?)<!-- ${name}:end -->`).exec(text)?.[1]

/** A table without what a formatter puts into it. */
const unpadded = (table: string) => table.trim().replace(/ {2,}/g, ' ').replace(/-{2,}/g, '--')

test('the table of settings is the one that the node prints', t => {
  t.is(unpadded(between(page('node/OPERATIONS.md'), 'settings') ?? ''), unpadded(tabulateVariables()))
})

test('every file and page that is linked to exists', t => {
  const links = [...PAGES, GAMES].flatMap(path => {
    const all = [...page(path).matchAll(/(?:\]\(|src(?:set)?=")(?!https?:)([^)#"]+)/g)]
    return all.map(match => join(dirname(path), match[1]!))
  })
  t.true(links.length > 20)
  t.deepEqual(
    links.filter(path => !existsSync(join(ROOT, path))),
    [],
  )
})

test('the configurations for proxies are those that are tested', t => {
  const proxies = page('node/gateway/PROXIES.md')
  for (const name of ['nginx.conf', 'Caddyfile', 'haproxy.cfg'])
    t.true(proxies.includes(`\n${readFileSync(join(ROOT, 'test', 'proxies', name), 'utf8')}\`\`\`\n`), name)
})

test('every script that is named exists', t => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  const named = [...PAGES, GAMES].flatMap(path => [
    ...page(path).matchAll(/npm (?:run |(?=start|test))([a-z][a-z:]+)/g),
  ])
  t.true(named.length > 0)
  t.deepEqual(
    named.map(match => match[1]!).filter(name => !(name in scripts)),
    [],
  )
})

const exampleOf = (text: string) => /```ts\n([\s\S]*?)```/.exec(text)?.[1] ?? ''

test('the example of a game runs in a session', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'example-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'counter.ts'), exampleOf(page(GAMES)))
  const { counter } = (await import(join(folder, 'counter.ts'))) as { counter: Game }
  const h = new Hand(['A', 'B'], {}, counter)
  const session = h.session('A', 1, 'ann')
  h.command('A', 1, session, 1, 7)
  h.command('A', 1, session, 2, 'seven')
  h.settle()
  t.like(h.last('A', 1, 'update'), { view: { total: 7, names: ['ann'], you: 0 } })
  t.is(h.last('A', 1, 'ack')?.refusal?.code, 'impossible')
  h.wait(60_000)
  t.like(h.last('A', 1, 'update'), { view: { total: 0 } })
})

test('the example has no more lines than promised, and compiles', t => {
  const example = exampleOf(readme)
  t.true(example.trim().split('\n').length <= 12)
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.readme-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'watch.ts'), example.replaceAll("'./web/", "'../../web/"))
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', include: ['watch.ts'] }),
  )
  t.notThrows(() => execFileSync(join(ROOT, 'node_modules', '.bin', 'tsc'), ['-p', folder], { encoding: 'utf8' }))
})

test('the map of the code names every file of core, and no file that is not there', t => {
  const map = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8')
  const all = readdirSync(join(ROOT, 'node', 'core'), { recursive: true }) as string[]
  const core = all.filter(name => name.endsWith('.ts') && !name.startsWith('std/'))
  t.deepEqual(
    core.filter(name => !map.includes(`\`${name}\``)),
    [],
  )
  // A path from the top, or from the core's folder.
  const top = ['node', 'core', 'web', 'protocol', 'scripts', 'test']
  const paths = [...map.matchAll(/`([\w./-]*\w\/?)`/g)].map(match => match[1]!).filter(path => /[/]|[.]ts$/.test(path))
  const placed = paths.map(path =>
    top.includes(path.split('/')[0]!) ? path.replace(/^core\//, 'node/core/') : `node/core/${path}`,
  )
  const isThere = (path: string) => existsSync(join(ROOT, path)) || existsSync(join(ROOT, `${path}.ts`))
  t.true(placed.length > 20)
  t.deepEqual(
    placed.filter(path => !isThere(path) && path !== 'node/core/browser.ts'),
    [],
  )
})
