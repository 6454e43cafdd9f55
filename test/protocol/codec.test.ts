// Bytes to values and back: whatever comes from outside is either exactly what the types say or a CodecError.
import test from 'ava'
import fc from 'fast-check'
import * as codec from '../../protocol/codec.ts'
import { PLAYER_FRAME_BYTES_MAX, PLAYER_FRAME_MESSAGES_MAX, SNAPSHOT_BYTES_MAX } from '../../protocol/limits.ts'
import type { ToNode, ToPlayer } from '../../protocol/player.ts'

const { CodecError, decode, decodeMesh, decodeSnapshot, decodeToNode, decodeToPlayer, encode, encodeSnapshot } = codec
const refused = (code: string) => ({ instanceOf: CodecError, code })

const name = (max: number) => fc.string({ minLength: 1, maxLength: max })
const toNode: fc.Arbitrary<ToNode> = fc.oneof(
  fc.record({ kind: fc.constant('auth'), protocol: fc.nat(), token: fc.string({ maxLength: 200 }) }),
  fc.record({ kind: fc.constant('create'), key: name(40) }),
  fc.record({ kind: fc.constant('join'), code: fc.stringMatching(/^[A-Z]{4,10}$/) }),
  fc.record({
    kind: fc.constant('hello'),
    session: name(96),
    client: name(40),
    replaces: fc.string({ maxLength: 40 }),
  }),
  fc.record({ kind: fc.constant('command'), session: name(96), seq: fc.integer({ min: 1 }), body: plain() }),
  fc.record({ kind: fc.constant('leave'), session: name(96) }),
  fc.constant({ kind: 'list' }),
  fc.record({ kind: fc.constant('ping'), n: fc.maxSafeNat() }),
) as unknown as fc.Arbitrary<ToNode>

/** What msgpack keeps as it is. */
function plain() {
  const leaf = fc.oneof(fc.boolean(), fc.constant(null), fc.integer(), fc.double({ noNaN: true }), fc.string())
  const key = fc.string({ minLength: 1, maxLength: 8 }).filter(text => text !== '__proto__')
  return fc.oneof(
    leaf,
    fc.array(leaf, { maxLength: 5 }),
    fc.dictionary(key, leaf, { maxKeys: 5, noNullPrototype: true }),
  )
}

test("[P1] a client's frames come out as they went in", t => {
  fc.assert(
    fc.property(fc.array(toNode, { maxLength: 8 }), messages => {
      t.deepEqual(decodeToNode(codec.encodeToNode(messages)), normal(messages))
    }),
  )
})

/** -0 is written as 0. */
const normal = (value: unknown): never => decode(encode(value)) as never

test("[P1] a node's frames come out as they went in", t => {
  const messages: ToPlayer[] = [
    { kind: 'pong', n: 2 ** 40 },
    { kind: 'paused', session: 's' as never, why: 'no backup' },
    { kind: 'update', session: 's' as never, epoch: 1, version: 2, owner: 'n', remainingMs: 12.5, view: [] } as never,
  ]
  t.deepEqual(decodeToPlayer(codec.encodeToPlayer(messages)), messages)
  t.throws(() => decodeToPlayer(encode({ kind: 'pong' })), refused('bad-frame'))
})

test('[P1] a float that is whole is the integer that is asked for', t => {
  const frame = (n: readonly number[]) =>
    Uint8Array.of(0x91, 0x82, ...text('kind'), ...text('ping'), ...text('n'), ...n)
  const text = (word: string) => [0xa0 + word.length, ...new TextEncoder().encode(word)]
  t.deepEqual(decodeToNode(frame([0xcb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0])), [{ kind: 'ping', n: 1 }])
  t.throws(() => decodeToNode(frame([0xcb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0])), refused('bad-message'))
})

test('[P8] a body that holds binary is refused, for the chain could not say it', t => {
  for (const body of [Uint8Array.of(1), [Uint8Array.of(1)], { a: { b: new Uint8Array() } }])
    t.throws(() => decodeToNode(encode([{ kind: 'command', session: 's', seq: 1, body }])), refused('bad-message'))
})

test('[P2] what is no list of messages is refused', t => {
  for (const bytes of [encode('text'), encode({ kind: 'list' }), encode(null), new Uint8Array(), Uint8Array.of(0xc1)])
    t.throws(() => decodeToNode(bytes), refused('bad-frame'))
  const two = Uint8Array.from([...encode([]), ...encode([])])
  t.throws(() => decodeToNode(two), refused('bad-frame'), 'more than one value')
  t.throws(() => decodeToNode(encode([{ kind: 'list' }]).slice(0, -1)), refused('bad-frame'), 'cut off')
})

test('[P2] a frame that is too large is refused before it is read', t => {
  t.throws(() => decodeToNode(new Uint8Array(PLAYER_FRAME_BYTES_MAX + 1)), refused('frame-too-large'))
  const many = Array.from({ length: PLAYER_FRAME_MESSAGES_MAX + 1 }, () => ({ kind: 'list' }) as const)
  t.throws(() => decodeToNode(codec.encodeToNode(many)), refused('frame-too-large'))
  t.is(decodeToNode(codec.encodeToNode(many.slice(1))).length, PLAYER_FRAME_MESSAGES_MAX)
})

for (const [what, message] of Object.entries({
  'of an unknown kind': { kind: 'dance' },
  'without a kind': { session: 's' },
  'that is no map': 7,
  'that is nil': null,
  'that lacks a field': { kind: 'hello', session: 's', client: 'c' },
  'with a number for a text': { kind: 'leave', session: 7 },
  'with an empty name': { kind: 'create', key: '' },
  'with a name too long': { kind: 'create', key: 'k'.repeat(41) },
  'with number 0': { kind: 'command', session: 's', seq: 0, body: 1 },
  'with half a number': { kind: 'command', session: 's', seq: 1.5, body: 1 },
  'with a number too large': { kind: 'command', session: 's', seq: 2 ** 53, body: 1 },
  'with a code of digits': { kind: 'join', code: '1234' },
  'with a negative count': { kind: 'ping', n: -1 },
  'with a token too long': { kind: 'auth', protocol: 1, token: 't'.repeat(2049) },
}))
  test(`[P2] a message ${what} is refused, and its frame with it`, t => {
    t.throws(() => decodeToNode(encode([{ kind: 'list' }, message])), refused('bad-message'))
  })

test('[P2] unknown fields are left out, and codes are written large', t => {
  t.deepEqual(decodeToNode(encode([{ kind: 'join', code: 'keps', colour: 'red' }])), [
    { kind: 'join', code: 'KEPS' as never },
  ])
})

test('[P2] whatever bytes come, the outcome is messages or a CodecError', t => {
  const check = (bytes: Uint8Array) => {
    try {
      t.true(Array.isArray(decodeToNode(bytes)))
    } catch (error) {
      t.true(error instanceof CodecError)
    }
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), check))
  const frame = fc.array(toNode, { minLength: 1, maxLength: 3 }).map(messages => codec.encodeToNode(messages))
  fc.assert(
    fc.property(frame, fc.nat(), fc.nat(255), (bytes, at, byte) => {
      check(bytes.with(at % bytes.length, byte))
    }),
  )
  check(new Uint8Array(PLAYER_FRAME_BYTES_MAX).fill(0x91))
})

test('[M2] a frame between nodes with an unknown message is refused as a whole', t => {
  const ping = { kind: 'ping', n: 1 } as const
  t.deepEqual(decodeMesh(codec.encodeMesh([ping, { kind: 'bye' }])), [ping, { kind: 'bye' }])
  t.throws(() => decodeMesh(encode([ping, { kind: 'dance' }])), refused('bad-message'))
  t.throws(() => decodeMesh(encode([null])), refused('bad-message'))
  t.throws(() => decodeMesh(encode(ping)), refused('bad-frame'))
})

test('an encoded value is its own, whatever is encoded next', t => {
  const first = encode(['one'])
  const copy = first.slice()
  encode(['another one, and longer'])
  t.deepEqual(first, copy)
  t.is(first.byteLength, first.buffer.byteLength)
})

test('[G7] a snapshot comes out as it went in, and what is none is refused', t => {
  fc.assert(
    fc.property(plain(), fc.nat(), (state, schema) => {
      t.deepEqual(decodeSnapshot(encodeSnapshot({ game: 'maze', schema, state })), {
        game: 'maze',
        schema,
        state: normal(state),
      })
    }),
  )
  for (const value of ['text', [], [1, 'maze', 1], [2, 'maze', 1, {}], [1, 7, 1, {}], [1, 'maze', 'one', {}]])
    t.throws(() => decodeSnapshot(encode(value)), refused('bad-frame'))
  const state = new Uint8Array(SNAPSHOT_BYTES_MAX)
  t.throws(() => encodeSnapshot({ game: 'maze', schema: 1, state }), refused('frame-too-large'))
})
