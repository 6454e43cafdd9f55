// One frame for each message of the mesh, in every form that it takes.
import type { MeshKind, MeshMessage } from '../../../protocol/mesh.ts'
import * as s from './common.ts'

type Frames = { readonly [K in MeshKind]: readonly Extract<MeshMessage, { kind: K }>[] }

const { at, ballot, config, next, own, origin, state } = s

export const meshFrames: Frames = {
  status: [
    {
      kind: 'status',
      status: {
        peer: s.P,
        release: 'v2',
        slot: '3',
        generation: 1,
        startedAt: 1_700_000_000_123,
        meshAgeMs: 86_400_456,
        host: 'worker-1',
        address: '10.0.1.17:4001',
        load: 812,
        sessions: 800,
        players: 1_600,
        draining: false,
        cordoned: true,
        schemas: { minotaur: [1] },
        directory: 2_882_343_476,
        beat: 70_001,
      },
    },
    {
      kind: 'status',
      status: {
        peer: s.P,
        release: 'v2',
        slot: '3',
        generation: 1,
        startedAt: 1_700_000_000_123,
        meshAgeMs: 86_400_456,
        host: 'worker-1',
        address: '10.0.1.17:4001',
        load: 812,
        sessions: 800,
        players: 1_600,
        draining: false,
        cordoned: true,
        schemas: { minotaur: [1] },
        directory: 2_882_343_476,
        beat: 70_001,
        peers: [[s.Q, '10.0.1.18:4001']],
      },
    },
  ],
  ping: [{ kind: 'ping', n: 1 }],
  pong: [{ kind: 'pong', n: 65_536 }],
  bye: [{ kind: 'bye' }],
  digest: [
    { kind: 'digest', entries: [[s.SESSION, s.epoch(7), s.version(412)]], last: false, ask: true },
    { kind: 'digest', entries: [], last: true, ask: false },
  ],
  want: [{ kind: 'want', sessions: [s.SESSION, s.LATER_LIFE] }],
  about: [
    {
      kind: 'about',
      about: {
        ...at,
        version: s.version(412),
        code: s.CODE,
        maker: s.ADA,
        key: s.KEY,
        players: [
          { player: s.ADA, name: 'Ada' },
          { player: s.BEN, name: 'Bén 🐂' },
        ],
        over: false,
      },
    },
    {
      kind: 'about',
      about: {
        ...at,
        session: s.LATER_LIFE,
        version: s.version(0),
        code: s.CODE,
        maker: s.ADA,
        key: s.KEY,
        players: [],
        over: true,
        fromCopy: { incarnation: s.LATER_LIFE, savedAt: 1_700_000_000_123.5 },
        forcedFrom: s.SESSION,
      },
    },
  ],
  moved: [
    {
      kind: 'moved',
      moved: [{ session: s.SESSION, from: s.P, to: s.Q, epoch: s.epoch(8), pauseMs: 12.625, planned: true }],
    },
  ],
  files: [{ kind: 'files', files: [[s.SESSION, s.epoch(7), s.version(412)]] }],
  'ask-alive': [
    { kind: 'ask-alive', session: s.SESSION, incarnation: s.LATER_LIFE },
    {
      kind: 'ask-alive',
      session: s.SESSION,
      incarnation: s.LATER_LIFE,
      forked: { from: s.SESSION, at: s.version(412), now: 500 },
    },
  ],
  alive: [{ kind: 'alive', session: s.SESSION, incarnation: s.LATER_LIFE }],
  append: [{ kind: 'append', config, version: s.version(412), state }],
  'append-delta': [
    {
      kind: 'append-delta',
      ...at,
      version: s.version(413),
      delta: { at: 5, remove: 2, insert: new Uint8Array([0, 255, 128]) },
    },
    { kind: 'append-delta', ...at, version: s.version(414), delta: { at: 9, remove: 0, insert: new Uint8Array() } },
  ],
  confirm: [
    { kind: 'confirm', ...at, version: s.version(413) },
    {
      kind: 'confirm',
      session: next.session,
      epoch: next.epoch,
      version: s.version(413),
      begun: { config: next, ballot },
    },
  ],
  hold: [{ kind: 'hold', config, ballot: own, next, version: s.version(413), state }],
  held: [
    { kind: 'held', ...at, ballot: own, version: s.version(413), canLoad: true },
    { kind: 'held', ...at, ballot, version: s.version(413), canLoad: false },
  ],
  prepare: [{ kind: 'prepare', config, ballot }],
  promise: [
    { kind: 'promise', ...at, ballot, accepted: { ballot: own, next } },
    { kind: 'promise', ...at, ballot, accepted: null },
  ],
  accept: [{ kind: 'accept', config, ballot, next }],
  accepted: [{ kind: 'accepted', ...at, ballot }],
  nack: [{ kind: 'nack', ...at, promised: ballot }],
  decided: [
    { kind: 'decided', config: next },
    { kind: 'decided', config: s.ended },
    { kind: 'decided', config: s.parked },
    { kind: 'decided', config: { ...s.ended, yielded: true } },
  ],
  owned: [{ kind: 'owned', config: next }],
  offer: [
    { kind: 'offer', config, version: s.version(413), game: 'minotaur', schema: 1, state },
    { kind: 'offer', config, version: s.version(413), game: 'minotaur', schema: 1, state: null },
  ],
  claim: [
    { kind: 'claim', ...at, version: s.version(413) },
    { kind: 'claim', ...at, version: s.version(-1) },
  ],
  decline: [
    { kind: 'decline', ...at, schema: 2, text: 'Error: schema 2 of "minotaur", this release reads 1' },
    { kind: 'decline', ...at, schema: null, text: 'Error: not a snapshot' },
  ],
  route: [
    { kind: 'route', session: s.SESSION, origin, input: { kind: 'create', key: s.KEY }, hops: 2 },
    { kind: 'route', session: s.SESSION, origin, input: { kind: 'join', code: s.CODE }, hops: 2 },
    {
      kind: 'route',
      session: s.SESSION,
      origin,
      input: { kind: 'hello', session: s.SESSION, client: s.TAB, replaces: s.SECOND_TAB },
      hops: 1,
    },
    {
      kind: 'route',
      session: s.SESSION,
      origin,
      input: { kind: 'command', session: s.SESSION, seq: s.seq(65), body: { do: 'ready', ready: true } },
      hops: 0,
    },
    { kind: 'route', session: s.SESSION, origin, input: { kind: 'leave', session: s.SESSION }, hops: 2 },
  ],
  attach: [{ kind: 'attach', config, origin }],
  detach: [{ kind: 'detach', session: s.SESSION, origin }],
  deliver: [{ kind: 'deliver', sockets: [s.socket(1), s.socket(70_000)], message: { kind: 'pong', n: 1 } }],
}
