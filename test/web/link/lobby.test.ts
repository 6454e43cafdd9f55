// Transcripts of the lobby: making, joining and entering sessions.
import test from 'ava'
import type { ClientId, Code, Seat, SessionId } from '../../../protocol/ids.ts'
import { created, error, GAME, goaway, Hand, ready } from './hand.ts'

const OTHER = 'other' as SessionId
const joined = (code: string, session = GAME) =>
  ({ kind: 'joined', session, code: code as Code, seat: 1 as Seat }) as const

function online(): Hand {
  const h = new Hand()
  h.on({ kind: 'start' })
  h.open(1)
  h.hear(1, ready())
  return h
}
const key = (h: Hand) => h.names[0] as ClientId

test('[P5] a create keeps its key until it is answered, and the first session told of is entered', t => {
  const h = online()
  t.deepEqual(h.on({ kind: 'create' }), ['1: create A'])
  t.deepEqual(h.on({ kind: 'create' }), [], 'one is being made')
  t.true(h.link.state.creating)
  t.deepEqual(h.wait(1_010), ['1: create A'])
  h.close(1)
  h.wait(60)
  t.deepEqual(h.open(2), ['2: auth, create A'])
  t.deepEqual(h.hear(2, ready(), created(key(h))), ['2: hello B replaces nobody'])
  t.deepEqual(h.hear(2, created(key(h), OTHER)), [], 'a cut may make two: the second is not entered')
  t.is(h.link.state.session?.session, GAME)
  t.is(h.link.state.session?.code, 'KEPS' as Code)
  t.false(h.link.state.creating)
})

test('[P5] a session that ended before it was entered is made anew, under another key', t => {
  const h = online()
  h.on({ kind: 'create' })
  t.deepEqual(h.hear(1, error('session-over', { session: GAME })), ['1: create B'])
  h.hear(1, created(h.names[1] as ClientId))
  t.deepEqual(h.hear(1, error('session-over', { session: GAME })), ['1: create D'])
})

test('[P5] a session that was entered and then ended is not made anew', t => {
  const h = online()
  h.on({ kind: 'create' })
  h.hear(1, created(key(h)))
  t.deepEqual(h.hear(1, h.welcome(), error('session-over', { session: GAME })), [])
  t.true(h.link.state.session?.over)
})

test('[P5] without a backup the create is tried again, and the player is told', t => {
  const h = online()
  h.on({ kind: 'create' })
  h.hear(1, error('no-backup', { key: key(h) }))
  t.is(h.link.state.problems[0]?.code, 'no-backup')
  t.deepEqual(h.wait(1_010), ['1: create A'])
})

test('[P5] a node that leaves makes no session: another one is asked, before this one is let go', t => {
  const h = online()
  h.on({ kind: 'create' })
  t.deepEqual(h.hear(1, error('node-draining', { key: key(h) })), [])
  t.deepEqual(h.wait(1), ['connect 2'])
  t.deepEqual(h.open(2), ['2: auth'])
  t.deepEqual(h.hear(2, ready()), ['close 1', '2: create A'])
})

test('[P6] a join is asked until it is answered, and its session is entered', t => {
  const h = online()
  t.deepEqual(h.on({ kind: 'join', code: 'keps' }), ['1: join KEPS'])
  t.is(h.link.state.joining, 'KEPS' as Code)
  t.deepEqual(h.wait(1_010), ['1: join KEPS'])
  t.deepEqual(h.hear(1, joined('ELSE', OTHER)), [], 'the answer to an earlier wish')
  t.deepEqual(h.hear(1, joined('KEPS')), ['1: hello A replaces nobody'])
  t.is(h.link.state.session?.seat, 1 as Seat)
})

for (const code of ['unknown-session', 'session-full', 'session-over', 'too-many-games', 'too-many-tries'] as const)
  test(`[P6] a join that is refused with ${code} ends the wish, and says so`, t => {
    const h = online()
    h.on({ kind: 'join', code: 'KEPS' })
    t.deepEqual(h.hear(1, error(code)), [])
    t.is(h.link.state.joining, null)
    t.is(h.link.state.problems[0]?.code, code)
    t.deepEqual(h.wait(4_000), [])
  })

test('[P5] a create that is refused with too-many-games ends the wish, and says so', t => {
  const h = online()
  h.on({ kind: 'create' })
  t.deepEqual(h.hear(1, error('too-many-games', { key: 'another' as ClientId })), [], 'of an earlier wish')
  t.true(h.link.state.creating)
  t.deepEqual(h.hear(1, error('too-many-games', { key: key(h) })), [])
  t.false(h.link.state.creating)
  t.is(h.link.state.problems[0]?.code, 'too-many-games')
  t.deepEqual(h.wait(4_000), [])
})

test('[P5] a list that is not all says so', t => {
  const h = online()
  t.false(h.link.state.moreGames)
  h.hear(1, { kind: 'games', games: [], more: true })
  t.true(h.link.state.moreGames)
  h.hear(1, { kind: 'games', games: [] })
  t.false(h.link.state.moreGames)
})

test('[P6] what can be no code is refused without asking', t => {
  const h = online()
  t.deepEqual(h.on({ kind: 'join', code: 'K3PS' }), [])
  t.is(h.link.state.problems[0]?.code, 'unknown-session')
})

test('[P6] a wish that nobody answers is taken to another node', t => {
  const h = online()
  h.on({ kind: 'join', code: 'KEPS' })
  const lines: string[] = []
  for (let n = 0; n < 9; n++) lines.push(...h.wait(1_000), ...h.hear(1, { kind: 'pong', n: 0 }))
  t.deepEqual(lines.slice(-2), ['close 1', 'connect 2'])
})

test('[P7] entering leaves the session before, and entering it twice does nothing', t => {
  const h = online()
  t.deepEqual(h.on({ kind: 'enter', session: GAME }), ['1: hello A replaces nobody'])
  t.deepEqual(h.on({ kind: 'enter', session: GAME }), [])
  t.deepEqual(h.on({ kind: 'enter', session: OTHER }), ['1: leave', '1: hello B replaces nobody'])
})

test('[P7] a session that several answers say is not there is given up, but not one that a seat was given in', t => {
  const h = online()
  h.on({ kind: 'enter', session: GAME })
  const unknown = error('unknown-session', { session: GAME })
  for (let n = 0; n < 4; n++) h.hear(1, unknown)
  t.is(h.link.state.session?.session, GAME)
  h.hear(1, unknown)
  t.is(h.link.state.session, null)
  t.is(h.link.state.problems[0]?.code, 'unknown-session')

  const seated = online()
  seated.on({ kind: 'join', code: 'KEPS' })
  seated.hear(1, { kind: 'joined', session: GAME, code: 'KEPS' as Code, seat: 1 as Seat })
  for (let n = 0; n < 9; n++) seated.hear(1, unknown)
  t.is(seated.link.state.session?.session, GAME)

  const held = new Hand().enter()
  for (let n = 0; n < 9; n++) held.hear(1, unknown)
  t.is(held.link.state.session?.session, GAME)
})

test("[P5] games are shown as they are told, and name their session's code", t => {
  const h = new Hand().enter()
  t.deepEqual(h.on({ kind: 'list' }), ['1: list'])
  const game = { session: GAME, code: 'NEWC' as Code, players: ['Ann'], over: false }
  h.hear(1, { kind: 'games', games: [game] })
  t.deepEqual(h.link.state.games, [game])
  t.is(h.link.state.session?.code, 'NEWC' as Code)
})

test('[P3] a refused token or version stops the link until there is another token', t => {
  for (const code of ['bad-token', 'bad-protocol'] as const) {
    const h = new Hand()
    h.on({ kind: 'start' })
    h.open(1)
    t.deepEqual(h.hear(1, error(code)), ['close 1'])
    t.is(h.link.state.status, 'refused')
    t.deepEqual(h.wait(60_000), [])
    t.deepEqual(h.on({ kind: 'token', token: 'new' }), ['connect 2'])
    t.is(h.link.state.status, 'connecting')
  }
})

test('[P16] in the lobby, too, a second socket on a node that leaves does not take over', t => {
  const h = online()
  h.hear(1, goaway(0))
  h.wait(1)
  h.open(2)
  t.deepEqual(h.hear(2, ready(), goaway(200)), ['close 2'])
  t.is(h.link.state.socketMoves, 0)
})

test('[P16] a wish is told to the next node when this one leaves', t => {
  const h = online()
  h.on({ kind: 'join', code: 'KEPS' })
  h.hear(1, goaway(0))
  t.deepEqual(h.wait(1), ['connect 2'])
  h.open(2)
  t.deepEqual(h.hear(2, ready()), ['close 1', '2: join KEPS'])
})

test('[P4] a token that a node gives is used from then on, until another is told', t => {
  const h = online()
  t.is(h.link.state.renewed, null)
  const tokenAt = (socket: number) => {
    const [first] = h.link.handle({ kind: 'socket-open', socket }, h.now)
    const [auth] = first?.kind === 'send' ? first.messages : []
    return auth?.kind === 'auth' ? auth.token : null
  }
  h.close(1)
  h.wait(60)
  t.is(tokenAt(2), 'token')
  h.hear(2, ready({ token: 'given' }))
  t.is(h.link.state.renewed, 'given')
  h.close(2)
  h.wait(60)
  t.is(tokenAt(3), 'given')
  h.hear(3, ready())
  t.is(h.link.state.renewed, 'given')
  h.on({ kind: 'token', token: 'told' })
  h.close(3)
  h.wait(60)
  t.is(tokenAt(4), 'told')
})
