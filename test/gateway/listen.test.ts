import { once } from 'node:events'
import { createServer } from 'node:net'
import test, { type ExecutionContext } from 'ava'
import { GatewayError } from '../../node/gateway/start.ts'
import { freePort } from '../../scripts/local/ports.ts'
import { ask, open, until } from './open.ts'
import { Player } from './player.ts'

async function occupy(t: ExecutionContext): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return (server.address() as { port: number }).port
}

test('a port that another program has is refused, and the message says which and what to do', async t => {
  const port = await occupy(t)
  const error = await t.throwsAsync(open(t, { port }), { instanceOf: GatewayError, code: 'port-in-use' })
  t.regex(error.message, new RegExp(`port ${port} of 127.0.0.1 is in use: .*SHARE_PORT=on`))
  await t.throwsAsync(open(t, { port, host: null }), { code: 'port-in-use' })
})

test('so is one for operators, and what was opened before is closed', async t => {
  const [port, taken] = [await freePort(), await occupy(t)]
  const ops = { host: '127.0.0.1', port: taken, reach: 'local', onPlayersPort: false } as const
  const error = await t.throwsAsync(open(t, { port, ops }), { instanceOf: GatewayError, code: 'port-in-use' })
  t.regex(error.message, new RegExp(`port ${taken} of 127.0.0.1 is in use: .*another OPS_PORT`))
  await open(t, { port })
})

test('a port that is not shared is refused to a second node', async t => {
  const { gateway } = await open(t)
  await t.throwsAsync(open(t, { port: gateway.port }), { code: 'port-in-use' })
})

test('a shared port that another program has for itself is refused', async t => {
  const port = await occupy(t)
  const error = await t.throwsAsync(open(t, { port, shared: true }), { code: 'port-in-use' })
  t.regex(error.message, /by something that does not share it/)
})

test('two nodes share a port, and when one stops the other has it', async t => {
  const port = await freePort()
  const first = await open(t, { shared: true, port })
  const second = await open(t, { shared: true, port })
  await until(() => {
    void Player.enter(port).catch(() => {})
    return first.gateway.sockets > 0 && second.gateway.sockets > 0
  }, 'sockets on both')
  first.gateway.stop()
  for (let n = 0; n < 20; n++) t.is((await ask(port, '/health_check')).status, 200)
})

test('an address of another machine is refused, and the message says so', async t => {
  const error = await t.throwsAsync(open(t, { host: '192.0.2.1' }), { code: 'cannot-listen' })
  t.regex(error.message, /192\.0\.2\.1 fails \(EADDRNOTAVAIL\): check LISTEN_HOST/)
})

test('without a host it listens on every address', async t => {
  const port = await freePort()
  const { gateway } = await open(t, { host: null, port })
  t.is(gateway.port, port)
  t.is((await ask(gateway.port, '/health_check')).status, 200)
})

test('a port can be had again at once, though connections to its last node linger', async t => {
  const port = await freePort()
  for (let n = 0; n < 3; n++) {
    const { gateway } = await open(t, { port })
    const player = await Player.enter(port)
    await ask(port, '/health_check')
    gateway.stop()
    await player.closed
  }
  t.pass()
})
