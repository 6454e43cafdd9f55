import test from 'ava'
import {
  FRAME_BYTES_HEARD_MAX,
  LARGE_FRAME_BYTES_HEARD_MAX,
  LARGE_FRAME_SOCKETS_MAX,
} from '../../node/gateway/admission/gateway-limits.ts'
import type { PlayerErrorCode } from '../../protocol/errors.ts'
import { PLAYER_FRAME_BYTES_MAX, PLAYER_FRAME_MESSAGES_MAX } from '../../protocol/limits.ts'
import type { ToNode } from '../../protocol/player.ts'
import { PLAYER_PROTOCOL } from '../../protocol/version.ts'
import { sharedValues } from '../protocol/shared-values.ts'
import { open, until } from './open.ts'
import { auth, command, hello, IDENTITY, Player, token } from './player.ts'

const refused = test.macro({
  async exec(t, send: (player: Player) => unknown, code: PlayerErrorCode, text: RegExp) {
    const { gateway, events, reports } = await open(t)
    const player = await Player.open(gateway.port)
    await send(player)
    const error = await player.next('error')
    t.is(error.code, code)
    t.regex(error.text, text)
    t.deepEqual(await player.closed, { code: 4000, reason: code })
    t.deepEqual(events, [])
    t.deepEqual(reports, [])
    await (await Player.enter(gateway.port)).next('ready')
  },
  title: (what = '') => `[P18] ${what} is refused, and the node goes on`,
})
const authWith = (token: string, protocol = PLAYER_PROTOCOL): ToNode => ({ kind: 'auth', protocol, token })
const foreign = new TextEncoder().encode('another key, of another mesh, far away')

test('an empty token', refused, p => p.send(authWith('')), 'bad-token', /there is no token/)
test('a token that is none', refused, p => p.send(authWith('a.b.c')), 'bad-token', /malformed/)
test('an expired token', refused, async p => p.send(authWith(await token(IDENTITY, -1_000))), 'bad-token', /expired/)
test(
  'a token of another mesh',
  refused,
  async p => p.send(authWith(await token(IDENTITY, 1e5, foreign))),
  'bad-token',
  /another mesh/,
)
test(
  'another protocol',
  refused,
  async p => p.send(authWith(await token(), 99)),
  'bad-protocol',
  /protocol 1, and the client 99/,
)
test('a first message that is not auth', refused, p => p.send(hello), 'not-authenticated', /it is hello/)
test('a ping before auth', refused, p => p.send({ kind: 'ping', n: 1 }), 'not-authenticated', /it is ping/)
test('a text frame', refused, p => p.sendRaw('hello'), 'bad-frame', /text frame/)
test('a frame that is no msgpack', refused, p => p.sendRaw(Uint8Array.of(0xc1)), 'bad-frame', /list|msgpack/)
test('an empty frame', refused, p => p.sendRaw(new Uint8Array()), 'bad-frame', /not plain msgpack/)
test(
  'a frame with something behind its end',
  refused,
  p => p.sendRaw(Uint8Array.of(0x90, 0x90)),
  'bad-frame',
  /msgpack/,
)
test('a frame that is no list', refused, p => p.sendValue({ kind: 'ping', n: 1 }), 'bad-frame', /list of messages/)
test('an unknown message', refused, p => p.sendValue([{ kind: 'cheat' }]), 'bad-message', /message 0/)
test('a message without a field', refused, p => p.sendValue([{ kind: 'ping' }]), 'bad-message', /n: /)
test('a message that is nothing', refused, p => p.sendValue([null]), 'bad-message', /message 0/)
test(
  'a frame that is too large',
  refused,
  p => p.sendRaw(new Uint8Array(PLAYER_FRAME_BYTES_MAX + 1)),
  'frame-too-large',
  /16385 bytes/,
)
test(
  'a frame of too many messages',
  refused,
  p => p.sendValue(Array(PLAYER_FRAME_MESSAGES_MAX + 1).fill({ kind: 'list' })),
  'frame-too-large',
  /81 messages/,
)
test(
  'an array of four thousand million that are not there',
  refused,
  p => p.sendRaw(Uint8Array.of(0xdd, 255, 255, 255, 255)),
  'bad-frame',
  /msgpack/,
)
test(
  'a frame nested as deep as it is long',
  refused,
  p => p.sendRaw(new Uint8Array(PLAYER_FRAME_BYTES_MAX).fill(0x91)),
  'bad-frame',
  /msgpack/,
)

test(
  'a frame whose values hold others many times over',
  refused,
  p => p.sendRaw(Uint8Array.from([0x91, ...sharedValues(10, 13)])),
  'bad-frame',
  /extension types/,
)

for (const bytes of [FRAME_BYTES_HEARD_MAX + 1, LARGE_FRAME_BYTES_HEARD_MAX]) {
  test(
    `a frame of ${bytes} bytes`,
    refused,
    p => p.sendRaw(new Uint8Array(bytes)),
    'frame-too-large',
    new RegExp(`${bytes} bytes`),
  )
}

test('a frame of which it cannot be said is counted, ends the socket, and the node goes on', async t => {
  const reasons: string[] = []
  const { gateway } = await open(t, { refused: why => reasons.push(why) })
  const players = [await Player.enter(gateway.port)]
  players[0]!.sendRaw(new Uint8Array(LARGE_FRAME_BYTES_HEARD_MAX + 1))
  t.not((await players[0]!.closed).code, 1000)
  t.deepEqual(reasons, ['frame-too-large'])
  for (let n = 0; n <= LARGE_FRAME_SOCKETS_MAX; n++) players[n] = await Player.enter(gateway.port)
  const [first, last] = [players[0]!, players.at(-1)!]
  for (const player of [first, last]) player.sendRaw(new Uint8Array(FRAME_BYTES_HEARD_MAX + 1))
  t.deepEqual(await first.closed, { code: 4000, reason: 'frame-too-large' })
  t.not((await last.closed).code, 4000)
  // Now there is room for one that may be told.
  const next = await Player.enter(gateway.port)
  next.sendRaw(new Uint8Array(FRAME_BYTES_HEARD_MAX + 1))
  t.like(await next.next('error'), { code: 'frame-too-large' })
})

const bodyRefused = test.macro({
  async exec(t, body: () => unknown, code: PlayerErrorCode) {
    const { gateway, events } = await open(t)
    const player = await Player.enter(gateway.port)
    player.send(command(1, { a: [1, 'b', null, true, Uint8Array.of(1), { c: 1.5 }] }), command(2, body()))
    t.like(await player.next('error'), { code })
    await player.closed
    t.is(events.filter(event => event.kind === 'socket-message').length, 0, 'nothing of the frame is done')
  },
  title: (what = '') => `[P2] a command's body with ${what} is refused`,
})
const nested = (levels: number): unknown => (levels === 0 ? 0 : [nested(levels - 1)])
test('too many levels', bodyRefused, () => nested(17), 'bad-message')
test('more levels than a peer could be sent', bodyRefused, () => nested(400), 'bad-frame')

test('a second auth is refused', async t => {
  const { gateway, events, until } = await open(t)
  const player = await Player.enter(gateway.port)
  player.send(await auth())
  t.like(await player.next('error'), { code: 'bad-message' })
  await until(() => events.at(-1)?.kind === 'socket-closed', 'socket-closed')
  t.deepEqual(
    events.map(event => event.kind),
    ['socket-open', 'socket-closed'],
  )
})

test('[P3] a socket on which no auth comes is closed', async t => {
  const { gateway } = await open(t, { limits: { authWithinMs: 50 } })
  const player = await Player.open(gateway.port)
  t.like(await player.next('error'), { code: 'not-authenticated' })
  t.like(await player.closed, { code: 4000 })
})

test('[P19] who sends faster than allowed is told once, heard again after a pause, and closed if it goes on', async t => {
  const limits = { messagesPerSecond: 20, burst: 100, dropped: 1_000 }
  const { gateway, events } = await open(t, { limits })
  const heard = () => events.filter(event => event.kind === 'socket-message').length
  const player = await Player.enter(gateway.port)
  for (let seq = 1; seq <= 300; seq++) player.send(command(seq))
  t.like(await player.next('error'), { code: 'too-fast' })
  player.send({ kind: 'ping', n: 1 })
  const before = heard()
  t.true(before >= 99 && before < 300, String(before))
  await until(() => {
    player.send({ kind: 'list' })
    return player.messages.filter(({ kind }) => kind === 'error').length === 1 && heard() > before
  }, 'heard again')
  for (let seq = 1; seq <= 2_000; seq++) player.send(command(seq))
  t.deepEqual(await player.closed, { code: 4000, reason: 'too-fast' })
})
