// A gateway whose process has few descriptors left, or to which many come from one address.
import test, { type ExecutionContext } from 'ava'
import { sharesOf } from '../../node/gateway/admission/crowd.ts'
import { GatewayError, type GatewayOptions } from '../../node/gateway/start.ts'
import { ask, open, until } from './open.ts'
import { Wire } from './wire.ts'

const LIMIT = 256
const SHARES = sharesOf(LIMIT)

async function openCrowded(t: ExecutionContext, options: Partial<GatewayOptions> = {}) {
  const refused: string[] = []
  const world = { used: 50 }
  const descriptors = { limit: LIMIT, used: () => world.used }
  const opened = await open(t, { descriptors, refused: why => refused.push(why), ...options })
  return { ...opened, refused, world, port: opened.gateway.port }
}
const status = (wire: Wire) => Number(/^HTTP\/1\.1 (\d+)/.exec(wire.text)?.[1])

test('[P1] when most descriptors are in use players are refused with a reason, and the health check is answered', async t => {
  const { gateway, refused, world, port } = await openCrowded(t)
  t.is(status(await Wire.play(t, port)), 101)
  world.used = SHARES.sockets + 1
  const crowded = await until(async () => {
    const wire = await Wire.play(t, port)
    return status(wire) === 503 && wire
  }, 'a refusal')
  t.regex(crowded.text, /retry-after: \d+\r\n[\s\S]*as many players as it can take/)
  await until(() => crowded.ended || crowded.finished, 'its end')
  t.deepEqual([...new Set(refused)], ['node-full'])
  t.is((await ask(port, '/health_check')).status, 200)
  world.used = 50
  await until(async () => status(await Wire.play(t, port)) === 101, 'a player who is let in')
  t.true(gateway.sockets >= 2)
})

test('when nearly all are in use connections are closed unheard, players play on, and later all is well', async t => {
  const { gateway, refused, world, port } = await openCrowded(t)
  const player = await Wire.play(t, port)
  world.used = LIMIT
  await until(async () => {
    await ask(port, '/health_check').catch(() => {})
    return refused.length > 0
  }, 'a refusal')
  t.is(gateway.sockets, 1)
  t.false(player.ended)
  world.used = 50
  await until(async () => (await ask(port, '/health_check').catch(() => null))?.status === 200, 'an answer')
  t.pass()
})

test('[P1] the sockets of one address are bounded by what the trusted proxy tells, those of others are not touched', async t => {
  const { gateway, refused, port } = await openCrowded(t, { trustProxy: 1, limits: { socketsPerAddress: 2 } })
  const from = (address: string) => Wire.play(t, port, [`X-Forwarded-For: 192.0.2.1, ${address}`])
  const first = await from('203.0.113.9')
  t.deepEqual([status(first), status(await from('203.0.113.9'))], [101, 101])
  t.is(status(await from('203.0.113.9')), 429)
  t.is(status(await from('198.51.100.1')), 101)
  t.deepEqual(refused, ['address-sockets'])
  first.destroy()
  await until(() => gateway.sockets === 2, 'the end of the first')
  t.is(status(await from('203.0.113.9')), 101)
  t.is((await ask(port, '/health_check')).status, 200)
})

test('a process that may have hardly any descriptors is told so at its start', async t => {
  const descriptors = { limit: 64, used: () => 30 }
  const error = await t.throwsAsync(open(t, { descriptors }), { instanceOf: GatewayError, code: 'too-few-descriptors' })
  t.regex(error.message, /may have 64 descriptors, and a node needs 128: raise nofile/)
})
