import test from 'ava'
import type { Code, Epoch, Seq, SessionId, Version } from '../../../protocol/ids.ts'
import type { LinkState, SessionState } from '../../../web/link/state.ts'
import { clockFace, momentName, remaining, seconds } from '../../../web/play/clock.ts'
import { codeIn, shareLink, tidyCode } from '../../../web/play/code.ts'
import { noticesBetween, problemText, shortNode } from '../../../web/play/notices.ts'
import { screenOf } from '../../../web/play/screen.ts'
import { setLine } from '../../../web/shared/letters.ts'
import { begun, lobby, viewOf, withFields } from './staged.ts'

const session: SessionState = {
  session: 's' as SessionId,
  code: 'KEPS' as Code,
  seat: null,
  client: '' as SessionState['client'],
  held: true,
  epoch: 3 as Epoch,
  version: 7 as Version,
  view: null,
  remainingMs: null,
  receivedAt: 0,
  owner: 'node-a',
  moves: 0,
  paused: null,
  over: false,
  savedAt: null,
  unconfirmed: [],
  results: [],
}
const online: LinkState = {
  status: 'online',
  player: null,
  name: '',
  node: 'node-b',
  release: '1',
  renewed: null,
  games: [],
  moreGames: false,
  session: null,
  creating: false,
  joining: null,
  socketMoves: 0,
  problems: [],
}
const within = (fields: Partial<SessionState>): LinkState => ({ ...online, session: { ...session, ...fields } })

test('a code is found in letters, in a link, in small letters with spaces', t => {
  t.is(codeIn('keps'), 'KEPS')
  t.is(codeIn(' ke-ps '), 'KEPS')
  t.is(codeIn('https://example.org/#MINOS'), 'MINOS')
  t.is(codeIn('KE'), null)
  t.is(codeIn('KEPS1'), null)
  t.is(codeIn(''), null)
  t.is(tidyCode('ke1p'), 'KEP')
  t.is(tidyCode(shareLink('http://localhost:4000/minotaur/', 'KEPS')), 'KEPS')
})

test('a countdown runs on the clock of the page, whatever is set elsewhere', t => {
  const countdown = { remainingMs: 30_000, receivedAt: 1_000 }
  t.is(remaining(countdown, 1_000), 30_000)
  t.is(remaining(countdown, 11_500), 19_500)
  t.is(remaining(countdown, 99_000), 0)
  t.is(remaining(countdown, 0), 30_000)
  t.is(seconds(1), 1)
  t.is(seconds(0), 0)
  t.is(clockFace(7_200), '0:08')
  t.is(clockFace(60_000), '1:00')
})

test('the screen follows from the name, the link and the view', t => {
  const screen = (state: LinkState | null, named = true) => screenOf({ named, state })
  t.is(screen(null, false), 'name')
  t.is(screen(null), 'home')
  t.is(screen(online), 'home')
  t.is(screen(within({})), 'entering')
  t.is(screen(within({ over: true })), 'ended')
  t.is(screen(within({ view: viewOf(lobby(['A'])) })), 'lobby')
  t.is(screen(within({ view: viewOf(begun(['A', 'B'])) })), 'board')
  t.is(screen(within({ view: withFields(viewOf(lobby(['A'])), { phase: 'over' }) })), 'ended')
  t.is(screen({ ...within({}), status: 'replaced' }), 'replaced')
  const refused = (code: 'bad-token' | 'bad-protocol') => ({
    ...online,
    status: 'refused' as const,
    problems: [{ code, text: '', at: 0 }],
  })
  t.is(screen(refused('bad-token')), 'name')
  t.is(screen(refused('bad-protocol')), 'outdated')
})

test('a move to another node is told once, a change of session is none', t => {
  const before = within({})
  const after = within({ moves: 1, owner: '12D3KooWBzQ7vGm3Kc9aRt4YhJ8' })
  t.deepEqual(noticesBetween(before, after), [
    { kind: 'moved', text: 'Moved to another node: the game goes on at t4YhJ8.' },
  ])
  t.deepEqual(noticesBetween(after, after), [])
  t.deepEqual(noticesBetween(before, within({ session: 'other' as SessionId, moves: 4 })), [])
})

test('that a game goes on from a copy is told once, with when it was made', t => {
  const savedAt = new Date(2026, 4, 7, 14, 3, 12).getTime()
  const after = within({ session: 's.2.node' as SessionId, savedAt })
  t.deepEqual(noticesBetween(within({}), after), [
    { kind: 'lost', text: 'This game went on from 7 May, 14:03:12; what came after is lost.' },
  ])
  t.deepEqual(noticesBetween(after, { ...after, name: 'x' }), [])
  t.is(momentName(savedAt, savedAt + 60_000), '14:03:12')
})

test('a refusal is told once, by its number', t => {
  const results = [
    { seq: 1 as Seq, body: null, refusal: null, told: 'ack' as const },
    {
      seq: 2 as Seq,
      body: null,
      refusal: { code: 'impossible' as const, text: 'There is a wall.' },
      told: 'ack' as const,
    },
  ]
  const after = within({ results })
  t.deepEqual(noticesBetween(within({}), after), [{ kind: 'refused', text: 'There is a wall.' }])
  t.deepEqual(noticesBetween(after, { ...after, name: 'x' }), [])
})

test('a new problem is told in the words of a player', t => {
  const problem = { code: 'unknown-session' as const, text: 'No session has the code KEPS.', at: 5 }
  const after = { ...online, problems: [problem] }
  t.deepEqual(noticesBetween(online, after), [{ kind: 'problem', text: problemText(problem) }])
  t.not(problemText(problem), problem.text)
  t.deepEqual(noticesBetween(after, { ...after, name: 'x' }), [])
  t.is(problemText({ code: 'bad-message', text: 'as told' }), 'as told')
  t.is(shortNode('10.0.1.4:4000'), '10.0.1.4:4000')
})

test('letters stand side by side, and every letter has strokes', t => {
  const line = setLine('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 3)
  t.true(line.letters.every(({ path }) => path.startsWith('M')))
  t.true(line.letters.every(({ x }, i) => i === 0 || x > line.letters[i - 1]!.x))
  t.is(setLine('', 3).width, 0)
  t.deepEqual(
    setLine('a b', 2).letters.map(({ path }) => path !== ''),
    [true, false, true],
  )
})
