// How often one may ask: for a token, a new game, another code.
import test from 'ava'
import { Allowance } from '../../../node/gateway/admission/allowances.ts'
import { ALLOWANCE_KEYS_MAX, ALLOWANCE_WINDOW_MS, SHARED_BY } from '../../../node/gateway/admission/gateway-limits.ts'
import type { GatewayRefusal } from '../../../node/gateway/socket/socket.ts'
import { createTokens } from '../../../node/gateway/tokens/player-tokens.ts'
import type { ClientId, Code, PlayerId, Seat, SessionId } from '../../../protocol/ids.ts'
import { type Answering, ask, KEY, open, ready } from '../open.ts'
import { Player } from '../player.ts'

test('so many are granted at once, and then one by one', t => {
  const allowance = new Allowance(10)
  for (let n = 0; n < 10; n++) t.is(allowance.take('a', 0), 0)
  t.is(allowance.take('a', 0), ALLOWANCE_WINDOW_MS / 10)
  t.is(allowance.take('b', 0), 0, 'another has its own')
  t.is(allowance.take('a', ALLOWANCE_WINDOW_MS / 10), 0)
  t.true(allowance.take('a', ALLOWANCE_WINDOW_MS / 10) > 0)
  t.is(allowance.take('a', 2 * ALLOWANCE_WINDOW_MS), 0)
})

test('what is given back may be taken again, and never more than there was', t => {
  const allowance = new Allowance(1)
  allowance.giveBack('a', 0)
  t.is(allowance.take('a', 0), 0)
  allowance.giveBack('a', 0)
  allowance.giveBack('a', 0)
  t.is(allowance.take('a', 0), 0)
  t.true(allowance.take('a', 0) > 0)
})

test('with 0 everything is granted', t => {
  const allowance = new Allowance(0)
  for (let n = 0; n < 1_000; n++) t.is(allowance.take('a', 0), 0)
})

test('a key that many share has so much more', t => {
  const allowance = new Allowance(2)
  for (let n = 0; n < 2 * SHARED_BY; n++) t.is(allowance.take('a', 0, SHARED_BY), 0)
  t.true(allowance.take('a', 0, SHARED_BY) > 0)
})

test('many addresses take no more memory than some thousands, and who asks on is not forgotten', t => {
  const allowance = new Allowance(5)
  for (let n = 0; n < 5; n++) allowance.take('guesser', 0)
  for (let n = 0; n < 150_000; n++) {
    allowance.take(`address ${n}`, n / 1_000)
    if (n % 1_000 === 0) t.true(allowance.take('guesser', n / 1_000) >= 0)
  }
  t.true(allowance.size <= ALLOWANCE_KEYS_MAX)
  t.true(new Allowance(5).take('x', 0) === 0)
})

test('who has not asked for a whole window is forgotten', t => {
  const allowance = new Allowance(5)
  for (let n = 0; n < 100; n++) allowance.take(`address ${n}`, 0)
  allowance.take('late', ALLOWANCE_WINDOW_MS)
  t.is(allowance.size, 1)
})

/** Loopback is an address of nobody in particular. */
const few = (count: number) => count / SHARED_BY

const become = (port: number, name = 'Ariadne', headers = {}) =>
  ask(port, '/api/name', { method: 'POST', body: JSON.stringify({ name }), headers })

test('[P4] an address becomes only so many players, is told when to ask again, and renews all the same', async t => {
  const refused: GatewayRefusal[] = []
  const { gateway } = await open(t, { rates: { playersOfAddress: few(3) }, refused: what => refused.push(what) })
  const answers = []
  for (let n = 0; n < 4; n++) answers.push(await become(gateway.port))
  t.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 429],
  )
  const late = answers.at(-1)!
  t.true(Number(late.headers['retry-after']) > 0)
  t.regex(JSON.parse(late.text).text, /^Your address became many players just now\. Try again in \d+ seconds\.$/)
  t.deepEqual(refused, ['address-players'])
  const { token, player } = JSON.parse(answers[0]!.text)
  const renewed = await become(gateway.port, 'Phaedra', { authorization: `Bearer ${token}` })
  t.is(renewed.status, 200)
  t.is((await createTokens([KEY]).verify(JSON.parse(renewed.text).token)).player, player)
})

test('[P4] a name that is refused costs nothing', async t => {
  const { gateway } = await open(t, { rates: { playersOfAddress: few(1) } })
  for (let n = 0; n < 3; n++) t.is((await become(gateway.port, '')).status, 400)
  t.is((await become(gateway.port)).status, 200)
})

test('[P5] an address makes only so many games; the same wish again is none more', async t => {
  const refused: GatewayRefusal[] = []
  const { gateway, events } = await open(t, { rates: { gamesOfAddress: few(2) }, refused: what => refused.push(what) })
  const player = await Player.enter(gateway.port)
  for (const key of ['a', 'a', 'b', 'b', 'c']) player.send({ kind: 'create', key: key as ClientId })
  t.like(await player.next('error'), { code: 'too-many-games', key: 'c' })
  t.deepEqual(refused, ['address-games'])
  const passed = events.filter(event => event.kind === 'socket-message')
  t.deepEqual(
    passed.map(({ message }) => message.kind === 'create' && message.key),
    ['a', 'a', 'b', 'b'],
  )
  t.is(new Set(passed.map(({ chance }) => chance?.join())).size, 4, 'each with chance of its own')
})

/** There is one game, of the code GOOD. */
const oneGame: Answering = (event, gateway) => {
  ready(event, gateway)
  if (event.kind !== 'socket-message' || event.message.kind !== 'join') return
  const { code } = event.message
  const session = 's' as SessionId
  if (code === 'GOOD') gateway.reply(event.socket, { kind: 'joined', session, code, seat: 0 as Seat })
  else gateway.reply(event.socket, { kind: 'error', code: 'unknown-session', text: 'No game has this code.' })
}
const join = (code: string) => ({ kind: 'join', code: code as Code }) as const
const heard = ({ messages }: Player) =>
  messages.flatMap(m => (m.kind === 'error' ? [m.code] : m.kind === 'joined' ? [m.kind] : []))

test('[P6] who tries many codes that lead nowhere waits; a good one costs nothing', async t => {
  const refused: GatewayRefusal[] = []
  const rates = { codesOfPlayer: 3 }
  const { gateway } = await open(t, { rates, refused: what => refused.push(what) }, oneGame)
  const player = await Player.enter(gateway.port)
  for (const code of ['GOOD', 'GOOD', 'GOOD', 'GOOD', 'BADA', 'BADB', 'BADC', 'BADD']) player.send(join(code))
  player.send({ kind: 'ping', n: 1 })
  await player.next('pong')
  const [bad, no] = ['unknown-session', 'too-many-tries'] as const
  t.deepEqual(heard(player), ['joined', 'joined', 'joined', 'joined', bad, bad, bad, no])
  t.regex((await player.next('error')).text, /./)
  t.deepEqual(refused, ['codes'])
})

test('[P6] the tries of one player are counted over all their sockets, and those of one address over all its players', async t => {
  const { gateway } = await open(t, { rates: { codesOfPlayer: 2, codesOfAddress: few(3) } }, oneGame)
  const enter = async (name: string): Promise<Player> => {
    const player = await Player.open(gateway.port)
    const token = await createTokens([KEY]).sign({ player: name as PlayerId, name }, 60_000)
    player.send({ kind: 'auth', protocol: 1, token })
    await player.next('ready')
    return player
  }
  const tries = async (player: Player, ...codes: string[]) => {
    player.send(...codes.map(join), { kind: 'ping', n: 1 })
    await player.next('pong')
    return heard(player)
  }
  const [bad, no] = ['unknown-session', 'too-many-tries']
  t.deepEqual(await tries(await enter('ann'), 'BADA', 'BADB'), [bad, bad])
  t.deepEqual(await tries(await enter('ann'), 'BADC'), [no])
  t.deepEqual(await tries(await enter('bob'), 'BADA', 'BADB'), [bad, no])
})

test('[P6] the same code again, while no answer has come, is no other try', async t => {
  const { gateway, events } = await open(t, { rates: { codesOfPlayer: 1 } })
  const player = await Player.enter(gateway.port)
  player.send(join('BADA'), join('BADA'), join('BADA'), join('BADB'), { kind: 'ping', n: 1 })
  await player.next('pong')
  t.is(events.filter(({ kind }) => kind === 'socket-message').length, 3)
  t.deepEqual(heard(player), ['too-many-tries'])
})
