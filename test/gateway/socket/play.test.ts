import test from 'ava'
import { createTokens } from '../../../node/gateway/tokens/player-tokens.ts'
import type { Epoch, PlayerId, Seq, Version } from '../../../protocol/ids.ts'
import { NAME_LENGTH_MAX } from '../../../protocol/limits.ts'
import type { ToPlayer } from '../../../protocol/player.ts'
import { PLAYER_PROTOCOL } from '../../../protocol/version.ts'
import { freePort } from '../../../scripts/local/ports.ts'
import { type Answering, KEY, open, ready } from '../open.ts'
import { auth, command, hello, IDENTITY, Player, SESSION, token } from '../player.ts'

const update = (version: number, view: unknown = {}): ToPlayer => ({
  kind: 'update',
  session: SESSION,
  epoch: 1 as Epoch,
  version: version as Version,
  owner: 'p',
  remainingMs: null,
  view,
})
const ack = (seq: number): ToPlayer => ({
  kind: 'ack',
  session: SESSION,
  seq: seq as Seq,
  refusal: null,
  epoch: 1 as Epoch,
  version: seq as Version,
})

test('a socket opens below the base path as at the top', async t => {
  const { gateway } = await open(t, { basePath: '/minotaur' })
  for (const path of ['/minotaur/play', '/play']) (await Player.enter(gateway.port, path)).close()
  await t.throwsAsync(Player.open(gateway.port, '/other/play'))
})

test('[P3] a good token opens the socket, and core is told who plays', async t => {
  const { gateway, events } = await open(t)
  const player = await Player.enter(gateway.port)
  t.deepEqual(events, [{ kind: 'socket-open', socket: 1 as never, ...IDENTITY }])
  t.like(await player.next('ready'), { ...IDENTITY, protocol: PLAYER_PROTOCOL })
  t.is(gateway.sockets, 1)
})

test('[P4] a client whose token is not signed with every key of the node is given one that is, and no other client', async t => {
  const other = new TextEncoder().encode('another key of this test, to change it')
  for (const [meshKeys, given] of [
    [[KEY], false],
    [[other, KEY], true],
    [[KEY, other], true],
  ] as const) {
    const { gateway, events } = await open(t, { meshKeys })
    const { token } = await (await Player.enter(gateway.port)).next('ready')
    t.is(token !== undefined, given)
    if (token === undefined) continue
    t.like(await createTokens([other]).verify(token), IDENTITY)
    const player = await Player.open(gateway.port)
    player.send({ kind: 'auth', protocol: PLAYER_PROTOCOL, token })
    t.false('token' in (await player.next('ready')))
    t.deepEqual(events.at(-1), { kind: 'socket-open', socket: 2 as never, ...IDENTITY })
  }
})

test('[P3] what comes while the token is verified waits for it, in order', async t => {
  const { gateway, events, until } = await open(t)
  const player = await Player.open(gateway.port)
  player.send(await auth(), hello, command(1))
  player.send(command(2))
  player.send({ kind: 'ping', n: 7 })
  await player.next('pong')
  await until(() => events.length >= 4, 'four events')
  t.deepEqual(
    events.map(event => (event.kind === 'socket-message' ? event.message : event.kind)),
    ['socket-open', hello, command(1), command(2)],
  )
})

test('a client that goes away is reported once, and only if it was known', async t => {
  const { gateway, events, until } = await open(t)
  const stranger = await Player.open(gateway.port)
  stranger.close()
  await stranger.closed
  const player = await Player.enter(gateway.port)
  player.close()
  await until(() => events.some(event => event.kind === 'socket-closed'), 'socket-closed')
  t.deepEqual(
    events.map(event => event.kind),
    ['socket-open', 'socket-closed'],
  )
  t.is(gateway.sockets, 0)
})

test('a client that goes away while its token is verified leaves no trace', async t => {
  const { gateway, events, until } = await open(t)
  for (let n = 0; n < 20; n++) {
    const player = await Player.open(gateway.port)
    player.send(await auth())
    player.close()
    await player.closed
  }
  await until(() => gateway.sockets === 0, 'no sockets')
  const count = (kind: string) => events.filter(event => event.kind === kind).length
  await until(() => count('socket-open') === count('socket-closed'), 'as many closed as opened')
  t.pass()
})

test('a thousand quick frames keep their order', async t => {
  const { gateway, events, until } = await open(t, { limits: { burst: 2_000 } })
  const player = await Player.open(gateway.port)
  player.send(await auth())
  await player.next('ready')
  for (let seq = 1; seq <= 1_000; seq++) player.send(command(seq))
  await until(() => events.length === 1_001, 'all events')
  const seqs = events.map(
    event => event.kind === 'socket-message' && event.message.kind === 'command' && event.message.seq,
  )
  t.deepEqual(
    seqs.slice(1),
    Array.from({ length: 1_000 }, (_, n) => (n + 1) as Seq),
  )
})

test('pings are answered by the gateway alone', async t => {
  const { gateway, events } = await open(t)
  const player = await Player.enter(gateway.port)
  player.send({ kind: 'ping', n: 41 })
  t.deepEqual(await player.next('pong'), { kind: 'pong', n: 41 })
  t.is(events.length, 1)
})

test('[P19] all that is answered in one turn is one frame, with the newest update last', async t => {
  const answer: Answering = (event, gateway) => {
    ready(event, gateway)
    if (event.kind !== 'socket-message') return
    gateway.reply(event.socket, update(1))
    gateway.reply(event.socket, ack(1))
    gateway.reply(event.socket, update(2))
    gateway.reply(event.socket, ack(2))
    gateway.reply(event.socket, update(3))
  }
  const { gateway } = await open(t, {}, answer)
  const player = await Player.enter(gateway.port)
  player.send(command(1))
  await player.next('update')
  t.deepEqual(player.frames.slice(1), [[ack(1), ack(2), update(3)]])
})

test('one update goes to many sockets', async t => {
  const { gateway, events } = await open(t)
  const players = [await Player.enter(gateway.port), await Player.enter(gateway.port)]
  const shared = update(1, { text: 'the same for both' })
  for (const event of events) gateway.reply(event.socket, shared)
  gateway.flush()
  for (const player of players) t.deepEqual(await player.next('update'), shared)
})

test('what core closes is sent what is queued, and then the reason', async t => {
  const { gateway, events, until } = await open(t)
  const player = await Player.enter(gateway.port)
  const { socket } = events[0]!
  gateway.reply(socket, ack(1))
  gateway.close(socket, `gone: ${'ä'.repeat(200)}`)
  const during = events.length
  gateway.reply(socket, ack(2))
  const { code, reason } = await player.closed
  t.is(code, 1001)
  t.regex(reason, /^gone: ä{10,}$/)
  t.deepEqual(player.frames.slice(1), [[ack(1)]])
  t.is(during, 1, 'the event comes after the call that caused it')
  await until(() => events.at(-1)?.kind === 'socket-closed', 'socket-closed')
  t.is(events.length, 2)
})

test('answers to sockets that are gone do no harm', async t => {
  const { gateway, events, reports } = await open(t)
  const player = await Player.enter(gateway.port)
  player.close()
  await player.closed
  gateway.reply(events[0]!.socket, update(1))
  gateway.reply(99 as never, update(1))
  gateway.close(99 as never, 'gone')
  gateway.flush()
  t.deepEqual(reports, [])
})

test('a view that cannot be encoded ends its own socket and no other', async t => {
  const { gateway, events, reports } = await open(t)
  const [first, second] = [await Player.enter(gateway.port), await Player.enter(gateway.port)]
  const endless: { self?: unknown } = {}
  endless.self = endless
  gateway.reply(events[0]!.socket, update(1, endless))
  gateway.reply(events[1]!.socket, update(2))
  gateway.flush()
  t.is((await first.closed).code, 1011)
  t.like(await second.next('update'), { version: 2 })
  t.is(reports.length, 1)
})

test('a driver that throws costs the one socket, and is reported', async t => {
  const answer: Answering = (event, gateway) => {
    if (event.kind === 'socket-message') throw new Error('a bug of ours')
    ready(event, gateway)
  }
  const { gateway, reports } = await open(t, {}, answer)
  const [first, second] = [await Player.enter(gateway.port), await Player.enter(gateway.port)]
  first.send(command(1))
  t.is((await first.closed).code, 1011)
  second.send({ kind: 'ping', n: 1 })
  await second.next('pong')
  t.deepEqual(reports, ['a frame could not be handled: Error: a bug of ours'])
})

test('a name survives the token', async t => {
  const { gateway } = await open(t)
  const name = 'Ἀριάδνη 牛 O’Neil'.slice(0, NAME_LENGTH_MAX)
  const player = await Player.open(gateway.port)
  player.send({ kind: 'auth', protocol: PLAYER_PROTOCOL, token: await token({ player: 'x' as PlayerId, name }) })
  t.like(await player.next('ready'), { player: 'x' as PlayerId, name })
})

test('[P18] stop tells every player, frees the port, and is quiet afterwards', async t => {
  const { gateway, events } = await open(t, { port: await freePort() })
  const players = [await Player.enter(gateway.port), await Player.enter(gateway.port)]
  gateway.reply(events[0]!.socket, ack(1))
  gateway.stop()
  gateway.stop()
  for (const player of players) t.like(await player.closed, { code: 1001 })
  t.like(await players[0]!.next('ack'), { seq: 1 })
  t.is(events.length, 2)
  await t.throwsAsync(Player.open(gateway.port))
  await open(t, { port: gateway.port })
})
