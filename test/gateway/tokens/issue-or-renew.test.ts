// How a token is renewed: before it expires, and for a while after, for who still holds a seat.
import { setTimeout as pause } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import type { GatewayOptions } from '../../../node/gateway/start.ts'
import { createTokens } from '../../../node/gateway/tokens/player-tokens.ts'
import type { ClientId, PlayerId, Seat, Seq, SessionId } from '../../../protocol/ids.ts'
import type { PlayerError } from '../../../protocol/player.ts'
import { PLAYER_PROTOCOL } from '../../../protocol/version.ts'
import { type Answering, ask, KEY, open } from '../open.ts'
import { IDENTITY, Player, token } from '../player.ts'

const GRACE_MS = 60_000
const EXPIRED = () => token(IDENTITY, -30_000)

type Said = { readonly welcome: string } | PlayerError | null

/** Core as far as it matters here: it knows which client holds the seat of a player in a session. */
const table = (says: (player: PlayerId, session: SessionId, client: ClientId) => Said): Answering => {
  const players = new Map<number, PlayerId>()
  return (event, gateway) => {
    if (event.kind === 'socket-open') players.set(event.socket, event.player)
    if (event.kind !== 'socket-message' || event.message.kind !== 'hello') return
    const { session, client } = event.message
    const said = says(players.get(event.socket)!, session, client)
    if (said === null) return
    if ('kind' in said) return gateway.reply(event.socket, said)
    const at = { epoch: 1, version: 1 } as never as { epoch: never; version: never }
    const holds = { seat: 0 as Seat, last: 0 as Seq, chain: 0, ...at }
    gateway.reply(event.socket, { kind: 'welcome', session, client: said.welcome as ClientId, ...holds })
  }
}

const seat = { session: 's', client: 'c' }

async function renew(t: ExecutionContext, answering: Answering, bearer: string, body: object = seat, more = {}) {
  const options: Partial<GatewayOptions> = { tokenGraceMs: GRACE_MS, ...more }
  const opened = await open(t, options, answering)
  const headers = { authorization: `Bearer ${bearer}` }
  const { status, text } = await ask(opened.gateway.port, '/api/name', {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  return { status, answer: JSON.parse(text), ...opened }
}

const refusal = (code: PlayerError['code'], more = {}): PlayerError => ({ kind: 'error', code, text: '', ...more })
const holder = table((player, session, client) =>
  player === IDENTITY.player && session === 's' && client === 'c'
    ? { welcome: client }
    : refusal('seat-held', { session, holder: 'c', replaced: false }),
)

test('[P4] a good token is renewed under its name, and the answer says how long the new one is good for', async t => {
  const { status, answer } = await renew(t, holder, await token(), {}, { tokenTtlMs: 5_000 })
  t.is(status, 200)
  t.like(answer, { ...IDENTITY, goodForMs: 5_000 })
  t.like(await createTokens([KEY]).verify(answer.token), IDENTITY)
})

test('[P4] an expired token is renewed for the client that holds the seat, and nobody notices', async t => {
  const { status, answer, events } = await renew(t, holder, await EXPIRED())
  t.is(status, 200)
  t.like(await createTokens([KEY]).verify(answer.token), IDENTITY)
  t.like(events[1], { message: { kind: 'hello', client: 'c', replaces: 'c' } })
  t.deepEqual(
    events.map(({ kind }) => kind),
    ['socket-open', 'socket-message', 'socket-closed'],
  )
})

test('[P4] a session that was resumed under another name is asked under that', async t => {
  const resumed = table((_, session, client) =>
    session === 's' ? refusal('another-incarnation', { session, as: 's.2.x' }) : { welcome: client },
  )
  t.is((await renew(t, resumed, await EXPIRED())).status, 200)
})

const notRenewed = test.macro(
  async (t, answering: Answering, bearer: () => Promise<string>, body: object, status: number) => {
    const { status: found, answer, events } = await renew(t, answering, await bearer(), body)
    t.is(found, status)
    t.regex(answer.text, /\.$/)
    t.is(
      events.filter(({ kind }) => kind === 'socket-open').length,
      events.filter(e => e.kind === 'socket-closed').length,
    )
  },
)
const foreign = () => token(IDENTITY, -30_000, new TextEncoder().encode('the key of some other mesh, elsewhere'))
const long = () => token(IDENTITY, -2 * GRACE_MS)
const another = () => token({ ...IDENTITY, player: 'another' as PlayerId }, -30_000)
test('[P4] without a seat an expired token stays expired', notRenewed, holder, EXPIRED, {}, 401)
test('[P4] another client does not prove anything', notRenewed, holder, EXPIRED, { ...seat, client: 'd' }, 401)
test('[P4] the seat of another player does not', notRenewed, holder, another, seat, 401)
test('[P4] a token that expired too long ago is not renewed', notRenewed, holder, long, seat, 401)
test('[P4] nor is one of another mesh', notRenewed, holder, foreign, seat, 401)
const gone = table((_, session) => refusal('session-over', { session }))
test('[P4] a seat in what has ended is none', notRenewed, gone, EXPIRED, seat, 401)
const unheard = table((_, session) => refusal('unknown-session', { session }))
test('[P4] where the game is not known yet the page is to ask again', notRenewed, unheard, EXPIRED, seat, 503)
test(
  '[P4] where the owner is silent the page is to ask again',
  notRenewed,
  table(() => null),
  EXPIRED,
  seat,
  503,
)
const round = table((_, session) => refusal('another-incarnation', { session, as: 's' }))
test('[P4] lives that lead in a ring are not followed for ever', notRenewed, round, EXPIRED, seat, 503)

test('[P4] with no grace nothing expired is renewed', async t => {
  t.is((await renew(t, holder, await EXPIRED(), seat, { tokenGraceMs: 0 })).status, 401)
})

test('[P4] a socket whose token expires while it is open goes on', async t => {
  const { gateway } = await open(t)
  const brief = await token(IDENTITY, 6_000)
  const player = await Player.open(gateway.port)
  player.send({ kind: 'auth', protocol: PLAYER_PROTOCOL, token: brief })
  await player.next('ready')
  const isGood = () =>
    createTokens([KEY])
      .verify(brief)
      .then(Boolean, () => false)
  while (await isGood()) await pause(50)
  player.send({ kind: 'ping', n: 7 })
  t.is((await player.next('pong')).n, 7)
})
