// What a gateway makes of an operator's request: who may, what is meant, and for which node.
import { createSecretKey, hkdfSync } from 'node:crypto'
import test, { type ExecutionContext } from 'ava'
import { SignJWT } from 'jose'
import type { MeshView, NodeView } from '../../../node/core/inspect.ts'
import type { GatewayOptions } from '../../../node/gateway/start.ts'
import { createOperatorTokens } from '../../../node/gateway/tokens/operator-tokens.ts'
import { createTokens } from '../../../node/gateway/tokens/player-tokens.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import type { OperateAnswer, OperatorCommand } from '../../../protocol/operator.ts'
import { ask, KEY, open, VIEW } from '../open.ts'
import { token as playersToken } from '../player.ts'

const operatorsToken = (...keys: Uint8Array[]) => createOperatorTokens(keys.length > 0 ? keys : [KEY]).sign()

const node = (id: string, slot: string, state: NodeView['state']): NodeView => ({
  id: id as PeerId,
  slot,
  state,
  address: '',
  release: '1',
  host: '',
  startedAt: 0,
  load: 0,
  sessions: 0,
  players: 0,
  draining: false,
  cordoned: false,
})
const ME = node('the-id-of-node-aaaaaaaa', '1', 'self')
const MESH: MeshView = {
  ...VIEW,
  me: ME.id,
  nodes: [ME, node('the-id-of-node-bbbbbbbb', '2', 'alive'), node('the-id-of-node-cccccccc', '3', 'dead')],
}

async function opened(t: ExecutionContext, options: Partial<GatewayOptions> = {}) {
  const told: OperatorCommand[] = []
  const { gateway, reports } = await open(t, {
    view: () => MESH,
    operate: command => {
      told.push(command)
      return { ok: true, text: `Did ${command.kind}.` }
    },
    ...options,
  })
  const post = async (body: unknown, bearer?: string) => {
    const asked = await ask(gateway.opsPort, '/api/operate', {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer ?? (await operatorsToken())}` },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return { ...asked, answer: JSON.parse(asked.text) as OperateAnswer & { code?: string } }
  }
  return { gateway, told, reports, post }
}

test('a command is handed on, and answered by the node that did it', async t => {
  const { told, post } = await opened(t)
  const { status, headers, answer } = await post({ command: { kind: 'cordon' } })
  t.is(status, 200)
  t.is(headers['cache-control'], 'no-store')
  t.deepEqual(answer, { node: ME.id, slot: '1', ok: true, text: 'Did cordon.' })
  t.deepEqual(told, [{ kind: 'cordon' }])
})

test('every command that there is, is taken', async t => {
  const { told, post } = await opened(t)
  for (const kind of ['cordon', 'uncordon', 'drain', 'cancel-drain']) {
    t.is((await post({ command: { kind }, node: '1' })).status, 200, kind)
  }
  t.is((await post({ command: { kind: 'force', session: 'KEPS' }, node: '1' })).status, 200)
  t.is((await post({ command: { kind: 'force' }, node: '1' })).status, 400)
  t.is(told.length, 5)
})

for (const [code, status] of [
  ['not-draining', 409],
  ['no-copy', 409],
  ['goes-on', 409],
  ['node-leaves', 409],
  ['drain-final', 409],
  ['nobody-to-take', 409],
  ['not-running', 503],
] as const) {
  test(`what core refuses as ${code} is answered by ${status}`, async t => {
    const { post } = await opened(t, { operate: () => ({ ok: false, code, text: 'Why.' }) })
    const asked = await post({ command: { kind: 'cancel-drain' } })
    t.is(asked.status, status)
    t.like(asked.answer, { ok: false, code, text: 'Why.', slot: '1' })
  })
}

const signed = (claims: { aud?: string; iat?: number; exp?: number; label?: string }) => {
  const { aud = 'minotaur operators', iat, exp, label = 'minotaur operators 1' } = claims
  const key = createSecretKey(new Uint8Array(hkdfSync('sha256', KEY, new Uint8Array(0), label, 32)))
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(aud)
    .setIssuedAt(now + (iat ?? 0))
    .setExpirationTime(now + (exp ?? 60))
    .sign(key)
}

const refused = test.macro(async (t, bearer: () => string | Promise<string>, why: RegExp) => {
  const { told, post } = await opened(t)
  const { status, answer } = await post({ command: { kind: 'drain' } }, await bearer())
  t.is(status, 401)
  t.is(answer.code, 'bad-operator-token')
  t.regex(answer.text, why)
  t.deepEqual(told, [])
})
test('no token is refused', refused, () => '', /there is no token/)
test('a text that is no token is refused', refused, () => 'abc', /malformed/)
test("a player's token is refused", refused, () => playersToken(), /not signed for operators/)
test(
  'a token of another mesh is refused',
  refused,
  () => operatorsToken(new TextEncoder().encode('the key of some other mesh, elsewhere')),
  /key of this mesh/,
)
test('while the key is changed, a token of the old one, the new one or both is good', async t => {
  const next = new TextEncoder().encode('the key that this mesh will have next')
  const { post } = await opened(t, { meshKeys: [next, KEY] })
  const tokens = [operatorsToken(KEY), operatorsToken(next), operatorsToken(KEY, next), operatorsToken(next, KEY)]
  for (const token of tokens) t.is((await post({ command: { kind: 'cordon' } }, await token)).status, 200)
})
test('a token for others is refused', refused, () => signed({ aud: 'minotaur players' }), /malformed/)
test('a token that has expired is refused', refused, () => signed({ iat: -200, exp: -100 }), /too old/)
test('a token that would be good for long is refused', refused, () => signed({ iat: -3600, exp: 3600 }), /too old/)
test('a token from the future is refused', refused, () => signed({ iat: 3600, exp: 3700 }), /clocks differ/)
test('a good token is one', async t => {
  const { post } = await opened(t)
  t.is((await post({ command: { kind: 'cordon' } }, await signed({ iat: -50, exp: 5 }))).status, 200)
})

test("an operator's token is no player's", async t => {
  await t.throwsAsync(createTokens([KEY]).verify(await operatorsToken()), { code: 'bad-token' })
})

const bad = test.macro(async (t, body: unknown, code: string, status: number, why: RegExp) => {
  const { told, post, gateway } = await opened(t)
  const asked = await post(body)
  t.is(asked.status, status)
  t.is(asked.answer.code, code)
  t.regex(asked.answer.text, why)
  t.deepEqual(told, [])
  t.is((await ask(gateway.port, '/health_check')).status, 200)
})
test('what is no JSON is refused', bad, 'cordon', 'bad-request', 400, /Expected JSON such as/)
test('an empty request is refused', bad, '', 'bad-request', 400, /Expected JSON such as/)
test('a list is refused', bad, [], 'bad-request', 400, /Expected JSON such as/)
test('a request without a command is refused', bad, { node: '1' }, 'bad-request', 400, /command/)
test(
  'an unknown command is refused',
  bad,
  { command: { kind: 'explode' } },
  'bad-request',
  400,
  /command\.kind.*cordon/,
)
test('a command with too much is refused', bad, { command: { kind: 'drain', by: 'me' } }, 'bad-request', 400, /by/)
test('a request with too much is refused', bad, { command: { kind: 'drain' }, now: true }, 'bad-request', 400, /now/)
test('a node that is no text is refused', bad, { command: { kind: 'drain' }, node: 1 }, 'bad-request', 400, /node/)
test('a node without a name is refused', bad, { command: { kind: 'drain' }, node: '' }, 'bad-request', 400, /node/)
test('what is too large is refused', bad, 'x'.repeat(5_000), 'request-too-large', 413, /4096 bytes/)
test(
  'a node that is not there is refused',
  bad,
  { command: { kind: 'drain' }, node: '9' },
  'unknown-node',
  404,
  /slot 2/,
)
test('a dead node is refused', bad, { command: { kind: 'drain' }, node: '3' }, 'unknown-node', 404, /slot 2/)
test('another node is refused', bad, { command: { kind: 'drain' }, node: '2' }, 'another-node', 421, /bbbbbbbb/)

test('a node may be named by its slot, its id, and the end of that', async t => {
  const { told, post } = await opened(t)
  for (const name of ['1', ME.id, 'aaaaaaaa']) {
    t.is((await post({ command: { kind: 'cordon' }, node: name })).status, 200)
  }
  t.is(told.length, 3)
})

test('of two nodes of one slot, the command must say which', async t => {
  const view = { ...MESH, nodes: [ME, node('the-id-of-node-bbbbbbbb', '1', 'alive')] }
  const { told, post } = await opened(t, { view: () => view })
  t.is((await post({ command: { kind: 'drain' }, node: '1' })).answer.code, 'which-node')
  t.deepEqual(told, [])
})

test('where several nodes share a port, the command must say which', async t => {
  const { told, post } = await opened(t, { shared: true })
  const { status, answer } = await post({ command: { kind: 'drain' } })
  t.is(status, 400)
  t.is(answer.code, 'which-node')
  t.regex(answer.text, /aaaaaaaa \(slot 1\), bbbbbbbb \(slot 2\)\.$/)
  t.deepEqual(told, [])
  t.is((await post({ command: { kind: 'drain' }, node: '1' })).status, 200)
})

test('who asks for another node asks again on a new connection', async t => {
  const { gateway } = await opened(t)
  const asked = async (name: string) => {
    const headers = { authorization: `Bearer ${await operatorsToken()}` }
    const body = JSON.stringify({ command: { kind: 'drain' }, node: name })
    return fetch(`http://127.0.0.1:${gateway.opsPort}/api/operate`, { method: 'POST', headers, body })
  }
  t.is((await asked('2')).headers.get('connection'), 'close')
  t.not((await asked('1')).headers.get('connection'), 'close')
})

test('only POST is taken', async t => {
  const { gateway } = await opened(t)
  const { status, headers } = await ask(gateway.opsPort, '/api/operate')
  t.is(status, 405)
  t.is(headers.allow, 'POST')
})

test('where core fails, nobody is told that it did', async t => {
  const { gateway, reports } = await opened(t, {
    operate: () => {
      throw new Error('no answer')
    },
  })
  const { status, text } = await ask(gateway.opsPort, '/api/operate', {
    method: 'POST',
    headers: { authorization: `Bearer ${await operatorsToken()}` },
    body: '{"command":{"kind":"drain"}}',
  })
  t.is(status, 500)
  t.notRegex(text, /no answer/)
  t.is(reports.length, 1)
})
