// The port for operators: what is answered there, to whom, and that none of it is on the players' port unasked.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { OpsAddress } from '../../../node/gateway/gateway-options.ts'
import { createOperatorTokens } from '../../../node/gateway/tokens/operator-tokens.ts'
import { createReaders, readToken } from '../../../node/gateway/tokens/reader-tokens.ts'
import { ask, KEY, open, VIEW } from '../open.ts'
import { token } from '../player.ts'

const GUARDED = ['/api/mesh', '/metrics']
const bearing = (bearer: string, more: Record<string, string> = {}) => ({
  headers: { authorization: `Bearer ${bearer}`, ...more },
})

async function openOps(t: ExecutionContext, ops: Partial<OpsAddress> = {}) {
  const staticDir = await mkdtemp(join(tmpdir(), 'minotaur-ops-'))
  t.teardown(() => rm(staticDir, { recursive: true }))
  await writeFile(join(staticDir, 'status.html'), 'the mesh')
  await writeFile(join(staticDir, 'index.html'), 'the game')
  await writeFile(join(staticDir, 'recover.js'), '// recovers')
  const address: OpsAddress = { host: '127.0.0.1', port: 0, reach: 'local', onPlayersPort: false, ...ops }
  const { gateway } = await open(t, { staticDir, ops: address })
  return gateway
}

test('metrics, the mesh and the status page are told on the port for operators, as they are', async t => {
  const { opsPort } = await openOps(t)
  const metrics = await ask(opsPort, '/metrics')
  t.is(metrics.text, 'minotaur_sockets 1\n')
  t.regex(String(metrics.headers['content-type']), /^text\/plain; version=0\.0\.4/)
  const mesh = await ask(opsPort, '/api/mesh')
  t.is(mesh.headers['content-type'], 'application/json')
  t.is(mesh.headers['cache-control'], 'no-store')
  t.deepEqual(JSON.parse(mesh.text), VIEW)
  for (const path of ['/status', '/status.html', '/index.html']) t.is((await ask(opsPort, path)).text, 'the mesh')
  t.is((await ask(opsPort, '/recover.js')).text, '// recovers')
  t.is((await ask(opsPort, '/health_check')).status, 200)
  const top = await ask(opsPort, '/')
  t.deepEqual([top.status, top.headers.location], [302, 'status'])
  t.like(await ask(opsPort, '/api/mesh', { method: 'POST' }), { status: 405 })
  t.is((await ask(opsPort, '/api/name', { method: 'POST', body: '{"name":"Ariadne"}' })).status, 405)
})

test("nothing of it is on the players' port", async t => {
  const { port } = await openOps(t)
  const operator = await createOperatorTokens([KEY]).sign()
  for (const bearer of ['', readToken([KEY]), operator])
    for (const path of [...GUARDED, '/status', '/status.html']) {
      const answer = await ask(port, path, bearing(bearer))
      t.is(answer.status, 404, path)
      t.notRegex(answer.text, /mesh|minotaur_/)
    }
  const command = { method: 'POST', body: '{"command":{"kind":"drain"}}', ...bearing(operator) }
  t.is((await ask(port, '/api/operate', command)).status, 404)
})

test("where it is asked for, the players' port has it for the token", async t => {
  const { port } = await openOps(t, { onPlayersPort: true })
  for (const path of GUARDED) {
    const refused = await ask(port, path)
    t.is(refused.status, 401)
    t.is(refused.headers['www-authenticate'], 'Bearer')
    t.regex(refused.text, /node\/operate\.ts token/)
    t.is((await ask(port, path, bearing(readToken([KEY])))).status, 200)
  }
  t.is((await ask(port, '/status')).text, 'the mesh')
  t.is((await ask(port, '/')).text, 'the game')
  const command = { method: 'POST', body: '{"command":{"kind":"cordon"}}' }
  t.is((await ask(port, '/api/operate', { ...command, ...bearing(readToken([KEY])) })).status, 401)
  t.is(
    (await ask(port, '/api/operate', { ...command, ...bearing(await createOperatorTokens([KEY]).sign()) })).status,
    200,
  )
})

test('on an address that others reach, only the token of this mesh opens what is told', async t => {
  const { opsPort } = await openOps(t, { reach: 'anywhere' })
  const other = readToken([new TextEncoder().encode('the key of some other mesh, elsewhere')])
  const wrong = ['', 'x', other, `${readToken([KEY])}x`, readToken([KEY]).slice(1), await token()]
  for (const path of GUARDED) {
    for (const bearer of wrong) t.is((await ask(opsPort, path, bearing(bearer))).status, 401, bearer)
    t.is((await ask(opsPort, path, bearing(readToken([KEY]), { host: 'node-3.example' }))).status, 200)
  }
  t.is((await ask(opsPort, '/status')).status, 200)
})

test('a local port is open to requests that name this machine, and to no other', async t => {
  const { opsPort } = await openOps(t)
  for (const host of ['localhost', `localhost:${opsPort}`, '127.0.0.1', '127.0.0.1:8080', '[::1]:1', 'LOCALHOST'])
    t.is((await ask(opsPort, '/api/mesh', { headers: { host } })).status, 200, host)
  for (const host of [
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example:4',
    '10.0.0.1',
    'evil@localhost',
  ]) {
    const refused = await ask(opsPort, '/api/mesh', { headers: { host } })
    t.is(refused.status, 403, host)
    t.notRegex(refused.text, /owned/)
  }
})

test('a token for reading is one for each key, and neither an operator nor a player', async t => {
  t.is(readToken([KEY]), readToken([KEY]))
  t.regex(readToken([KEY]), /^[\w-]{43}$/)
  t.true(createReaders([KEY])(readToken([KEY])))
  t.regex(String(await createOperatorTokens([KEY]).faultOf(readToken([KEY]))), /malformed/)
})

test('while the key is changed, a token for reading of the old one, the new one or both is good', t => {
  const next = new TextEncoder().encode('the key that this mesh will have next')
  for (const shown of [[KEY], [next], [KEY, next], [next, KEY]]) {
    t.true(createReaders([next, KEY])(readToken(shown)))
  }
  t.true(createReaders([next])(readToken([KEY, next])))
  t.false(createReaders([next])(readToken([KEY])))
  t.false(createReaders([next])(''))
})
