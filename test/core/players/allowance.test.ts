// What one player may have at one time, by hand: how many sessions, and for how long those that nobody plays.
import test from 'ava'
import type { Game } from '../../../node/core/game.ts'
import type { ClientId, Code, SessionId } from '../../../protocol/ids.ts'
import { GAMES_LISTED_MAX } from '../../../protocol/limits.ts'
import { Hand } from '../hand.ts'
import { not } from '../laid.ts'
import { type Tally, tally } from '../tally.ts'

/** It begins with the first word. */
const slow = { ...tally, begun: (s: Tally) => s.list.length > 0 } as Game

const table = (settings = {}, names = ['A', 'B', 'C']) =>
  new Hand(names, { lobbiesMax: 2, gamesMax: 3, ...settings }, slow)

let keys = 0
/** What came of it. */
function create(h: Hand, at: string, socket: number): { session: SessionId; code: Code } | string {
  const key = `key ${++keys}` as ClientId
  h.say(at, socket, { kind: 'create', key })
  h.pass()
  const answer = h.heard(at, socket).findLast(m => 'key' in m && m.key === key)
  return answer?.kind === 'created' ? answer : answer?.kind === 'error' ? answer.code : 'nothing'
}
const made = (h: Hand, at: string, socket: number) => create(h, at, socket) as { session: SessionId; code: Code }

/** The maker enters, and says a word: it has begun. */
function begin(h: Hand, at: string, socket: number, session: SessionId): void {
  h.hello(at, socket, session, `tab ${session}`)
  h.command(at, socket, session, 1, 'word')
  h.pass()
}

test('[P5] a player has only so many sessions that have not begun, wherever the next one is asked for', t => {
  const h = table()
  h.open('A', 1, 'ann')
  const first = made(h, 'A', 1)
  made(h, 'A', 1)
  t.is(create(h, 'A', 1), 'too-many-games')
  h.open('B', 2, 'ann')
  t.is(create(h, 'B', 2), 'too-many-games')
  h.open('B', 3, 'bob')
  t.not(create(h, 'B', 3), 'too-many-games')
  begin(h, 'A', 1, first.session)
  t.not(create(h, 'B', 2), 'too-many-games', 'one has begun, and all nodes know it')
})

test('[P5] sessions that are still on their way to their first backup count', t => {
  const h = table()
  h.open('A', 1, 'ann')
  for (const key of ['x', 'y', 'z']) h.say('A', 1, { kind: 'create', key: key as ClientId })
  h.pass()
  t.is(h.heard('A', 1).filter(m => m.kind === 'created').length, 2)
  t.is(h.last('A', 1, 'error')?.key, 'z' as ClientId)
})

test('[P5] a create that is repeated is answered, however many there are', t => {
  const h = table()
  h.open('A', 1, 'ann')
  for (const key of ['x', 'y', 'x']) {
    h.say('A', 1, { kind: 'create', key: key as ClientId })
    h.pass()
  }
  t.is(h.heard('A', 1).filter(m => m.kind === 'created').length, 3)
})

test('[P6] a player has only so many seats, and may ask again for those', t => {
  const h = table()
  h.open('A', 1, 'ann')
  h.open('B', 2, 'bob')
  const [one, two] = [made(h, 'A', 1), made(h, 'A', 1)]
  for (const { session } of [one, two]) begin(h, 'A', 1, session)
  const [third, fourth] = [made(h, 'B', 2), made(h, 'B', 2)]
  h.joinGame('A', 1, third.code)
  t.is(h.last('A', 1, 'error'), undefined)
  h.joinGame('A', 1, fourth.code)
  t.is(h.last('A', 1, 'error')?.code, 'too-many-games')
  t.is(create(h, 'A', 1), 'too-many-games')
  const joined = h.heard('A', 1).filter(m => m.kind === 'joined').length
  h.joinGame('A', 1, third.code)
  t.is(h.heard('A', 1).filter(m => m.kind === 'joined').length, joined + 1)
  t.true(h.notes.some(({ note }) => note.name === 'refused' && note.limit === 'player-games'))
})

test('[P6] a join that waited for news of its code is held to the same', t => {
  const h = table({ gamesMax: 1 })
  h.open('A', 1, 'ann')
  h.open('C', 2, 'bob')
  made(h, 'C', 2)
  h.say('A', 1, { kind: 'create', key: 'late' as ClientId })
  h.pass(not(l => l.to === 'C' && l.message.kind === 'about'))
  h.say('C', 2, { kind: 'join', code: h.last('A', 1, 'created')!.code })
  h.pass()
  t.is(h.last('C', 2, 'error')?.code, 'too-many-games')
})

test('[P5] a session that has not begun ends when nobody was in it for ten minutes, and not while somebody is', t => {
  const h = table()
  h.open('A', 1, 'ann')
  const { session } = made(h, 'A', 1)
  h.hello('A', 1, session, 'tab')
  for (let minutes = 0; minutes < 15; minutes += 5) {
    h.wait(5 * 60_000)
    h.hello('A', 1, session, 'tab')
  }
  t.is(h.owner(session), 'A')
  h.wait(9 * 60_000)
  t.is(h.owner(session), 'A')
  h.wait(2 * 60_000)
  t.is(h.config('B', session)?.owner, null)
  t.not(create(h, 'A', 1), 'too-many-games')
})

test('a session that has begun stays for those who come back later', t => {
  const h = table()
  h.open('A', 1, 'ann')
  const { session } = made(h, 'A', 1)
  begin(h, 'A', 1, session)
  h.wait(60 * 60_000)
  t.is(h.owner(session), 'A')
})

test('[P5] a list has so many games at most, first those that go on, and says that there are more', t => {
  const h = table({ lobbiesMax: 0, gamesMax: 0 })
  h.open('A', 1, 'ann')
  const games = Array.from({ length: GAMES_LISTED_MAX + 2 }, () => made(h, 'A', 1))
  for (const { session } of games.slice(0, 3)) {
    h.hello('A', 1, session, `tab ${session}`)
    h.command('A', 1, session, 1, 'over')
    h.pass()
  }
  h.say('A', 1, { kind: 'list' })
  const listed = h.last('A', 1, 'games')!
  t.is(listed.games.length, GAMES_LISTED_MAX)
  t.true(listed.more)
  t.is(
    listed.games.findIndex(({ over }) => over),
    GAMES_LISTED_MAX - 1,
  )
  h.open('B', 2, 'ann')
  t.true(h.last('B', 2, 'ready')!.more)
  h.open('B', 3, 'bob')
  t.false('more' in h.last('B', 3, 'ready')!)
})
