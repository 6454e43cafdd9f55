import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import test, { type ExecutionContext } from 'ava'
import type { GatewayOptions } from '../../../node/gateway/start.ts'
import { type Asked, ask, open } from '../open.ts'

const PAGE = `<!doctype html>${'<p>the minotaur waits</p>'.repeat(200)}`
const SCRIPT = `export const x = ${'1 + '.repeat(500)}1`

async function openPages(t: ExecutionContext, options: Partial<GatewayOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'minotaur-assets-'))
  t.teardown(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'dist/assets'), { recursive: true })
  const files: Record<string, string> = {
    'index.html': PAGE,
    'status.html': '<!doctype html>status',
    'icon.svg': '<svg/>',
    'assets/play-Abc123.js': SCRIPT,
    'assets/one.woff2': 'x'.repeat(2_000),
    '../secret.txt': 'secret',
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, 'dist', name), content)
  await symlink(join(folder, 'secret.txt'), join(folder, 'dist/link.txt'))
  const { gateway } = await open(t, { staticDir: join(folder, 'dist'), ...options })
  return (path: string, asked?: Asked) => ask(gateway.port, path, asked)
}
const accepting = (coding: string): Asked => ({ headers: { 'accept-encoding': coding } })

test('pages are served under their names, with their types', async t => {
  const get = await openPages(t)
  for (const [path, type, content] of [
    ['/', 'text/html; charset=utf-8', PAGE],
    ['/index.html', 'text/html; charset=utf-8', PAGE],
    ['/icon.svg', 'image/svg+xml', '<svg/>'],
    ['/assets/play-Abc123.js', 'text/javascript; charset=utf-8', SCRIPT],
    ['/assets/one.woff2', 'font/woff2', 'x'.repeat(2_000)],
  ] as const) {
    const answer = await get(path)
    t.is(answer.status, 200, path)
    t.is(answer.headers['content-type'], type)
    t.is(answer.text, content)
  }
  t.is((await get('/?game=KEPS')).text, PAGE)
  for (const path of ['/status', '/status.html']) t.is((await get(path)).status, 404)
})

test('below a base path everything is found as at the top, and the base without its slash leads there', async t => {
  const get = await openPages(t, { basePath: '/minotaur' })
  for (const path of ['/', '/icon.svg', '/assets/play-Abc123.js', '/health_check', '/play', '/api/name', '/nothing']) {
    const [below, top] = [await get(`/minotaur${path}`), await get(path)]
    t.deepEqual([below.status, below.text], [top.status, top.text], path)
  }
  t.is((await get('/minotaur/')).text, PAGE)
  const bare = await get('/minotaur')
  t.deepEqual([bare.status, bare.headers.location], [308, '/minotaur/'])
  t.is((await get('/minotaurs/')).status, 404)
  t.is((await get('/minotaur/minotaur/')).status, 404)
})

test('what bears its hash in its name is kept for ever, a page is asked for again', async t => {
  const get = await openPages(t)
  t.is((await get('/assets/play-Abc123.js')).headers['cache-control'], 'public, max-age=31536000, immutable')
  t.is((await get('/')).headers['cache-control'], 'no-cache')
  t.is((await get('/icon.svg')).headers['cache-control'], 'no-cache')
})

test('the best coding that the browser reads is sent', async t => {
  const get = await openPages(t)
  for (const [accepts, coding] of [
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['br;q=0.000,gzip; q=0', undefined],
    ['deflate', undefined],
    ['', undefined],
  ] as const) {
    const { body, headers } = await get('/', accepting(accepts))
    t.is(headers['content-encoding'], coding, accepts)
    t.is(headers.vary, 'accept-encoding')
    t.is(headers['content-length'], String(body.length))
    const plain = coding === 'br' ? brotliDecompressSync(body) : coding === 'gzip' ? gunzipSync(body) : body
    t.is(plain.toString(), PAGE)
    if (coding) t.true(body.length < PAGE.length / 4)
  }
})

test('what compression does not make smaller is sent as it is', async t => {
  const get = await openPages(t)
  t.is((await get('/icon.svg', accepting('br, gzip'))).headers['content-encoding'], undefined)
  t.is((await get('/assets/one.woff2', accepting('br, gzip'))).headers['content-encoding'], undefined)
})

test('a browser that has the page already is told so', async t => {
  const get = await openPages(t)
  const { etag, 'content-length': length } = (await get('/', accepting('br'))).headers
  for (const ifNoneMatch of [String(etag), `"x", W/${etag}`, '*']) {
    const again = await get('/', { headers: { 'accept-encoding': 'br', 'if-none-match': ifNoneMatch } })
    t.is(again.status, 304, ifNoneMatch)
    t.is(again.headers.etag, etag)
    // Another one than that of the page makes HAProxy answer 502.
    t.is(again.headers['content-length'], length)
    t.is(again.text, '')
  }
  const other = await get('/', { headers: { 'accept-encoding': 'gzip', 'if-none-match': String(etag) } })
  t.is(other.status, 200)
  t.not(other.headers.etag, etag)
})

test('HEAD tells the size and sends nothing', async t => {
  const get = await openPages(t)
  const answer = await get('/', { method: 'HEAD' })
  t.is(answer.status, 200)
  t.is(answer.headers['content-length'], String(Buffer.byteLength(PAGE)))
  t.is(answer.text, '')
})

for (const path of [
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/....//secret.txt',
  '/assets/..\\..\\secret.txt',
  '//etc/passwd',
  '/link.txt',
  '/assets',
  '/assets/',
  '/index.html/',
  '/__proto__',
]) {
  test(`${path} is no page`, async t => {
    const get = await openPages(t)
    const answer = await get(path)
    t.is(answer.status, 404)
    t.notRegex(answer.text, /secret/)
  })
}

test('where the pages are not built, the first page says how to build them, and all else works', async t => {
  const { gateway } = await open(t)
  const answer = await ask(gateway.port, '/')
  t.is(answer.status, 503)
  t.regex(answer.text, /npm run build/)
  t.is((await ask(gateway.port, '/other')).status, 404)
  t.is((await ask(gateway.port, '/health_check')).status, 200)
})
