import test from 'ava'
import { createTokens } from '../../../node/gateway/tokens/player-tokens.ts'
import { type Answered, type Asked, ask, KEY, open } from '../open.ts'
import { IDENTITY, token } from '../player.ts'

const put = (port: number, name: unknown, headers: Record<string, string> = {}): Promise<Answered> =>
  ask(port, '/api/name', { method: 'POST', body: JSON.stringify({ name }), headers })

test('health is 503 with a reason until the node is ready, then 200 for ever', async t => {
  let state: boolean | string = false
  const { gateway } = await open(t, { ready: () => state })
  const health = async () => {
    const { status, text } = await ask(gateway.port, '/health_check')
    return [status, text]
  }
  t.deepEqual(await health(), [503, 'starting\n'])
  state = 'no peer answered yet'
  t.deepEqual(await health(), [503, 'no peer answered yet\n'])
  state = true
  t.deepEqual(await health(), [200, ''])
  state = 'cut off'
  t.deepEqual(await health(), [200, ''])
  state = false
  t.deepEqual(await health(), [200, ''])
})

test('every answer bears the security headers', async t => {
  const { gateway } = await open(t, { ready: () => false })
  const paths = ['/', '/nothing', '/api/mesh', '/metrics', '/health_check', '/api/name']
  for (const [port, path] of [gateway.port, gateway.opsPort].flatMap(port =>
    paths.map(path => [port, path] as const),
  )) {
    const { headers } = await ask(port, path)
    t.regex(String(headers['content-security-policy']), /default-src 'self'/, path)
    t.is(headers['x-content-type-options'], 'nosniff', path)
    t.is(headers['referrer-policy'], 'no-referrer', path)
  }
})

test('what fails inside is answered by 500, reported, and costs nobody else', async t => {
  const { gateway, reports } = await open(t, {
    metrics: () => Promise.reject(new Error('no metrics')),
    view: () => {
      throw new Error('no view')
    },
  })
  for (const path of ['/metrics', '/api/mesh']) {
    const { status, text } = await ask(gateway.opsPort, path)
    t.is(status, 500)
    t.notRegex(text, /no metrics|no view/)
  }
  t.deepEqual(reports, ['get /metrics failed: Error: no metrics', 'get /api/mesh failed: Error: no view'])
  t.is((await ask(gateway.port, '/health_check')).status, 200)
})

const answers = test.macro({
  async exec(t, method: string, path: string, status: number, allow?: string) {
    const { gateway } = await open(t)
    const answer = await ask(gateway.port, path, { method })
    t.is(answer.status, status)
    t.is(answer.headers.allow, allow)
  },
  title: (_, method, path, status) => `${method} ${path} is answered by ${status}`,
})
test(answers, 'GET', '/api/name', 405, 'POST')
test(answers, 'DELETE', '/', 405, 'GET, HEAD')
test(answers, 'HEAD', '/health_check', 200)
test(answers, 'GET', '/play', 426)
test(answers, 'GET', '/toString', 404)
test(answers, 'GET', '/api/names', 404)

test('[P4] a name becomes a player with a token that any node of the mesh accepts', async t => {
  const { gateway } = await open(t)
  const answer = await put(gateway.port, '  Ariadne ')
  t.is(answer.status, 200)
  t.is(answer.headers['cache-control'], 'no-store')
  const { token, player, name } = JSON.parse(answer.text)
  t.is(name, 'Ariadne')
  t.regex(player, /^[\w-]{16}$/)
  t.deepEqual(await createTokens([KEY]).verify(token), { player, name, current: true })
  t.not(JSON.parse((await put(gateway.port, 'Ariadne')).text).player, String(player))
})

test('[P4] who bears a good token stays who they are under another name', async t => {
  const { gateway } = await open(t)
  const answer = await put(gateway.port, 'Phaedra', { authorization: `Bearer ${await token()}` })
  t.like(JSON.parse(answer.text), { player: IDENTITY.player, name: 'Phaedra' })
})

test('[P4] who bears another token is told what is wrong with it', async t => {
  const { gateway } = await open(t)
  const foreign = await token(IDENTITY, 60_000, new TextEncoder().encode('the key of some other mesh, elsewhere'))
  for (const [bearer, why] of [
    [await token(IDENTITY, -1_000), /expired/],
    [foreign, /another mesh/],
    ['x', /malformed/],
  ] as const) {
    const answer = await put(gateway.port, 'Phaedra', { authorization: `Bearer ${bearer}` })
    t.is(answer.status, 401)
    t.regex(JSON.parse(answer.text).text, why)
  }
  t.is((await put(gateway.port, 'Phaedra', { authorization: 'Basic abc' })).status, 401)
})

for (const name of [
  'Ö',
  'Ἀριάδνη',
  '牛頭',
  "O'Neil-Smith_2",
  'नमस्ते',
  'a'.repeat(24),
  'é'.normalize('NFD').repeat(24),
]) {
  test(`the name ${name.normalize('NFC')} is accepted`, async t => {
    const { gateway } = await open(t)
    const answer = await put(gateway.port, name)
    t.is(answer.status, 200)
    t.is(JSON.parse(answer.text).name, name.normalize('NFC'))
  })
}

const badName = test.macro(async (t, asked: Asked, why: RegExp, status: number = 400) => {
  const { gateway } = await open(t)
  const answer = await ask(gateway.port, '/api/name', { method: 'POST', ...asked })
  t.is(answer.status, status)
  t.regex(JSON.parse(answer.text).text, why)
  t.is((await put(gateway.port, 'Ariadne')).status, 200)
})
const named = (name: unknown): Asked => ({ body: JSON.stringify({ name }) })
test('an empty name is refused', badName, named('  '), /at least one letter/)
test('a name without a letter is refused', badName, named("-'_"), /at least one letter/)
test('a name that is too long is refused', badName, named('a'.repeat(25)), /at most 24 characters/)
test('a name with markup is refused', badName, named('<b>x</b>'), /letters, digits, emoji, blanks/)
test('a name with a line break is refused', badName, named('a\nb'), /letters, digits, emoji, blanks/)
test('a name that is no text is refused', badName, named(7), /A name is a text/)
test('a request without a name is refused', badName, { body: '{}' }, /new player needs a name/)
test('a request that is no JSON is refused', badName, { body: 'name=x' }, /JSON object/)
test('a request that is empty is refused', badName, {}, /JSON object/)
test('a request that is a list is refused', badName, { body: '[]' }, /./)
test('a request that is too large is refused', badName, named('a'.repeat(5_000)), /at most 4096 bytes/, 413)

test('a request that is far too large is refused while it still comes', async t => {
  const { gateway } = await open(t)
  const asked = ask(gateway.port, '/api/name', { method: 'POST', body: 'x'.repeat(20_000_000) })
  const status = await asked.then(answer => answer.status).catch(error => error.code)
  t.true([413, 'EPIPE', 'ECONNRESET'].includes(status), String(status))
  t.is((await ask(gateway.port, '/health_check')).status, 200)
})
