// What stands in front of a node: pages of its own and from elsewhere, proxies that spoil a handshake, heads that are
// large.
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import test from 'ava'
import { createOrigins } from '../../../node/gateway/http/origins.ts'
import { ROOT } from '../../tidy/source.ts'
import { ask, open } from '../open.ts'
import { Player } from '../player.ts'

const HANDSHAKE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
}

/** The status and the text of what answers a handshake with these headers. */
async function shakeHands(port: number, headers: Record<string, string>, path = '/play') {
  const asked = request({ host: '127.0.0.1', port, path, headers: { ...HANDSHAKE, ...headers }, agent: false })
  asked.end()
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    asked.on('error', reject)
    asked.on('upgrade', (_, socket) => {
      socket.destroy()
      resolve({ status: 101, text: '' })
    })
    asked.on('response', async response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      await once(response, 'end')
      resolve({ status: response.statusCode!, text: Buffer.concat(chunks).toString() })
    })
  })
}

const caller = (more: Partial<Parameters<ReturnType<typeof createOrigins>['faultOf']>[0]>) => ({
  origin: '',
  host: '',
  forwardedHost: '',
  fetchSite: '',
  ...more,
})

test('a page of the host that was asked for is welcome, whatever the ports are, and one from elsewhere is not', t => {
  const { faultOf } = createOrigins([])
  for (const welcome of [
    { host: '10.0.0.1:4000' },
    { host: 'example.org', origin: 'https://example.org' },
    { host: 'example.org:4000', origin: 'https://example.org' },
    { host: 'EXAMPLE.org', origin: 'http://example.org:8080' },
    { host: '10.0.0.1:4000', forwardedHost: 'example.org, 10.0.0.9', origin: 'https://example.org' },
    { host: '[::1]:4000', origin: 'http://[::1]:4000' },
    { host: '10.0.0.1:4000', origin: 'https://example.org', fetchSite: 'same-origin' },
  ])
    t.is(faultOf(caller(welcome)), null, JSON.stringify(welcome))
  for (const foreign of [
    { host: 'example.org', origin: 'https://evil.example' },
    { host: 'example.org', origin: 'https://example.org.evil.example' },
    { host: 'example.org', origin: 'https://www.example.org', fetchSite: 'same-site' },
    { host: 'example.org', origin: 'https://evil.example', fetchSite: 'cross-site' },
    { host: 'example.org', origin: 'null' },
    { host: '', origin: 'null' },
    { host: 'a b', origin: 'nonsense' },
  ])
    t.regex(faultOf(caller(foreign)) ?? '', /ALLOW_ORIGINS/, JSON.stringify(foreign))
})

test('a socket opens for a page of its own, and one from elsewhere is told why not', async t => {
  const { gateway, refused: counted } = await open(t)
  t.is((await shakeHands(gateway.port, { origin: 'http://localhost:1', host: 'localhost' })).status, 101)
  t.is((await shakeHands(gateway.port, {})).status, 101)
  t.deepEqual(counted, [])
  const refused = await shakeHands(gateway.port, { origin: 'https://evil.example', host: 'localhost' })
  t.is(refused.status, 403)
  t.regex(JSON.parse(refused.text).text, /asked for as "localhost" by a page of "https:\/\/evil\.example"/)
  t.deepEqual(counted, ['foreign-origin'])
  t.is(gateway.sockets, 0)
})

test('a page from elsewhere that an operator names may play, take a name, and show the game within a frame', async t => {
  const { gateway } = await open(t, { allowOrigins: ['https://example.org'] })
  const headers = { origin: 'https://example.org', host: 'localhost' }
  t.is((await shakeHands(gateway.port, headers)).status, 101)
  const named = await ask(gateway.port, '/api/name', { method: 'POST', headers, body: '{"name":"Ariadne"}' })
  t.is(named.status, 200)
  t.like(named.headers, { 'access-control-allow-origin': 'https://example.org', vary: 'origin' })
  const before = await ask(gateway.port, '/api/name', { method: 'OPTIONS', headers })
  t.is(before.status, 200)
  t.like(before.headers, {
    'access-control-allow-origin': 'https://example.org',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'authorization, content-type',
  })
  const page = await ask(gateway.port, '/')
  t.regex(String(page.headers['content-security-policy']), /frame-ancestors https:\/\/example\.org$/)
  const ops = await ask(gateway.opsPort, '/')
  t.regex(String(ops.headers['content-security-policy']), /frame-ancestors 'none'$/)

  const foreign = { origin: 'https://evil.example', host: 'localhost' }
  for (const method of ['POST', 'OPTIONS']) {
    const refused = await ask(gateway.port, '/api/name', { method, headers: foreign, body: '{"name":"Ariadne"}' })
    t.is(refused.status, 403, method)
    t.is(refused.headers['access-control-allow-origin'], undefined)
  }
})

test('with * every page may, and without a list none but its own', async t => {
  const all = await open(t, { allowOrigins: ['*'] })
  t.is((await shakeHands(all.gateway.port, { origin: 'null' })).status, 101)
  const none = await open(t)
  const { headers } = await ask(none.gateway.port, '/')
  t.regex(String(headers['content-security-policy']), /frame-ancestors 'none'$/)
  t.is(headers.vary, undefined)
})

test('a handshake whose Upgrade a proxy has eaten is recognised, however much of the rest it left', async t => {
  const { gateway, refused: counted } = await open(t, { basePath: '/minotaur' })
  const { connection: _, upgrade: __, ...rest } = HANDSHAKE
  const origin = 'http://localhost:1'
  for (const path of ['/play', '/minotaur/play']) {
    const left = await ask(gateway.port, path, { headers: { ...rest, origin } })
    t.is(left.status, 426, path)
    t.is(left.headers.upgrade, 'websocket')
    t.regex(JSON.parse(left.text).text, /takes the header Upgrade away/)
  }
  t.is((await ask(gateway.port, '/play', { headers: { origin } })).status, 426)
  t.deepEqual(counted, ['upgrade-eaten', 'upgrade-eaten', 'upgrade-eaten'])
  t.is((await ask(gateway.port, '/play')).text, 'This is for WebSockets only.\n')
  t.is(counted.length, 3, 'who opens the address by hand is no proxy')
  ;(await Player.enter(gateway.port)).close()
})

test('a page whose socket does not open is told what may be the matter', async t => {
  const { gateway, refused: counted } = await open(t)
  const own = await ask(gateway.port, '/play', {
    method: 'POST',
    headers: { origin: 'http://localhost', host: 'localhost' },
  })
  t.is(own.status, 426)
  t.regex(JSON.parse(own.text).text, /answers, but not over a WebSocket/)
  const foreign = await ask(gateway.port, '/play', { method: 'POST', headers: { origin: 'http://evil.example' } })
  t.is(foreign.status, 403)
  t.regex(JSON.parse(foreign.text).text, /ALLOW_ORIGINS/)
  t.deepEqual(counted, ['no-websocket', 'foreign-origin'])
})

/** What a process of its own answers: the library reads its setting once for each. */
const PROGRAM = `
  import { startGateway } from './node/gateway/start.ts'
  import { request } from 'node:http'
  const nothing = () => {}
  const { port } = await startGateway({
    host: '127.0.0.1', port: 0, shared: false, basePath: '', allowOrigins: [], staticDir: '/nowhere',
    ops: { host: '127.0.0.1', port: 0, reach: 'local', onPlayersPort: false },
    meshKeys: [Buffer.from('the key of this test, and of no other one')], tokenTtlMs: 60000, ready: () => true,
    metrics: nothing, view: nothing, operate: nothing, report: nothing, emit: nothing,
  })
  const ask = headers => new Promise(resolve =>
    request({ host: '127.0.0.1', port, path: '/health_check', headers, agent: false }, answer => resolve(answer.statusCode))
      .on('error', error => resolve(error.code)).end())
  const many = count => Object.fromEntries(Array.from({ length: count }, (_, n) => ['x-' + n, '1']))
  const codes = [await ask({ cookie: 'x'.repeat(6_000) }), await ask({ cookie: 'x'.repeat(15_000) }),
    await ask({ cookie: 'x'.repeat(17_000) }), await ask(many(96)), await ask(many(97))]
  console.log(JSON.stringify(codes))
  process.exit()`

test('a head of 15 KB is taken, a larger one and one of more than 98 headers is refused', t => {
  const options = { cwd: ROOT, encoding: 'utf8' } as const
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', PROGRAM], options)
  t.deepEqual(JSON.parse(said), [200, 200, 431, 200, 431])
})
