// One frame for each message that a player says or is told, in every form that it takes.
import type { ToNode, ToPlayer } from '../../../protocol/player.ts'
import * as s from './common.ts'

type Frames<M extends { readonly kind: string }> = { readonly [K in M['kind']]: readonly Extract<M, { kind: K }>[] }

const session = s.SESSION
const at = { epoch: s.epoch(7), version: s.version(412) }
const games = [
  { session, code: s.CODE, players: ['Ada', 'Bén 🐂'], over: false },
  { session: s.LATER_LIFE, code: s.CODE, players: [], over: true },
]

export const toNodeFrames: Frames<ToNode> = {
  auth: [{ kind: 'auth', protocol: 1, token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbF84ZDJKeDBhUSJ9.c2lnbmF0dXJl' }],
  create: [{ kind: 'create', key: s.KEY }],
  join: [{ kind: 'join', code: s.CODE }],
  hello: [
    { kind: 'hello', session, client: s.TAB, replaces: '' as typeof s.TAB },
    { kind: 'hello', session, client: s.SECOND_TAB, replaces: s.TAB },
  ],
  command: [
    { kind: 'command', session, seq: s.seq(1), body: { do: 'start' } },
    { kind: 'command', session, seq: s.seq(2), body: { do: 'register', action: { kind: 'move', direction: 5 } } },
    { kind: 'command', session, seq: s.seq(3), body: { do: 'ready', ready: true }, moment: 12 },
    { kind: 'command', session, seq: s.seq(300), body: [null, -1, 0.5, 'text', { deep: [true] }] },
  ],
  leave: [{ kind: 'leave', session }],
  list: [{ kind: 'list' }],
  ping: [{ kind: 'ping', n: 2 ** 40 }],
}

export const toPlayerFrames: Frames<ToPlayer> = {
  ready: [
    { kind: 'ready', protocol: 1, player: s.ADA, name: 'Ada', node: s.P, release: 'v2', games },
    {
      kind: 'ready',
      protocol: 1,
      player: s.ADA,
      name: 'Ada',
      node: s.P,
      release: 'v2',
      games: [],
      token: 'e30.e30.AAAA~BBBB',
    },
    { kind: 'ready', protocol: 1, player: s.BEN, name: 'Bén 🐂', node: s.Q, release: '', games: [] },
  ],
  games: [{ kind: 'games', games }],
  created: [{ kind: 'created', key: s.KEY, session, code: s.CODE, seat: s.seat(0) }],
  joined: [{ kind: 'joined', session, code: s.CODE, seat: s.seat(5) }],
  welcome: [{ kind: 'welcome', session, client: s.TAB, seat: s.seat(1), ...at, last: s.seq(64), chain: 3_226_535_315 }],
  ack: [
    { kind: 'ack', session, seq: s.seq(64), refusal: null, ...at },
    { kind: 'ack', session, seq: s.seq(65), refusal: { code: 'impossible', text: 'There is a wall.' }, ...at },
  ],
  update: [
    { kind: 'update', session, ...at, owner: s.P, remainingMs: 23_456.5, view: { phase: 'lobby', seat: 0 } },
    { kind: 'update', session, ...at, owner: s.P, remainingMs: null, view: null },
  ],
  paused: [{ kind: 'paused', session, why: 'The game waits for another server.' }],
  error: [
    { kind: 'error', code: 'bad-token', text: 'The token is not one of ours.' },
    { kind: 'error', code: 'another-incarnation', text: 'The game goes on.', session, as: s.LATER_LIFE },
    { kind: 'error', code: 'another-incarnation', text: 'From a copy.', session, as: s.LATER_LIFE, savedAt: 1.7e12 },
    { kind: 'error', code: 'no-backup', text: 'Try again soon.', key: s.KEY },
    { kind: 'error', code: 'seq-expected', text: 'Say 3 first.', session, seq: s.seq(5), expected: s.seq(3) },
    { kind: 'error', code: 'seat-held', text: 'Another tab.', session, holder: s.SECOND_TAB, replaced: true, ...at },
  ],
  goaway: [{ kind: 'goaway', withinMs: 5_000 }],
  pong: [{ kind: 'pong', n: 2 ** 40 }],
}
