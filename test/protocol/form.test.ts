// What P1 forbids is refused by its bytes, by every decoder: the frames here hung or confused nodes before.
import test from 'ava'
import fc from 'fast-check'
import { encodeFile } from '../../node/parking/format.ts'
import {
  CodecError,
  decode,
  decodeMesh,
  decodeSnapshot,
  decodeToNode,
  decodeToPlayer,
  encode,
} from '../../protocol/codec.ts'
import { findFlaw } from '../../protocol/form.ts'
import { VALUE_LEVELS_MAX } from '../../protocol/limits.ts'
import { isBounded } from '../../protocol/plain.ts'
import { sharedValues } from './shared-values.ts'

const refused = { instanceOf: CodecError, code: 'bad-frame' }
const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const text = (value: string) => Buffer.from(encode(value)).toString('hex')
const commandWith = (body: string | Uint8Array) =>
  Uint8Array.from([
    ...hex(
      `91 84 ${text('kind')} ${text('command')} ${text('session')} ${text('s')} ${text('seq')} 01 ${text('body')}`,
    ),
    ...(typeof body === 'string' ? hex(body) : body),
  ])

const DECODERS = { decode, decodeToNode, decodeToPlayer, decodeMesh, decodeSnapshot }
for (const [name, read] of Object.entries(DECODERS))
  test(`[P1] values that share others are refused before one is built: ${name}`, t => {
    for (const [wide, deep] of [
      [8, 11],
      [10, 13],
    ] as const) {
      t.throws(() => read(sharedValues(wide, deep)), refused)
      t.throws(() => read(commandWith(sharedValues(wide, deep))), refused)
    }
  })

for (const [what, body] of Object.entries({
  'an extension type': 'd4 05 00',
  'a timestamp': 'd6 ff 00 00 00 00',
  'a long extension': 'c7 01 05 00',
  'a set of JavaScript': 'd4 73 00 91 01',
  'an error of JavaScript': 'd4 65 00 93 a5 4572726f72 a1 78 c0',
  'a typed array of JavaScript': 'c7 05 74 06 01 00 00 00',
  undefined: 'd4 00 00',
  'an integer key': '81 01 02',
  'a key of nil': '81 c0 02',
  'a list for a key': '81 90 02',
  'the key __proto__': `81 ${text('__proto__')} 80`,
  'the key __proto__ in a long text': '81 d9 09 5f5f70726f746f5f5f 80',
  'a text that is no UTF-8': 'a2 c3 28',
  'a text that ends within a character': 'a1 c3',
  'half a surrogate pair': 'a3 ed a0 80',
  'a key that is no UTF-8': '81 a2 c3 28 01',
  'the byte that begins no value': 'c1',
  'a list longer than its frame': 'dd ff ff ff ff',
  'a map longer than its frame': 'df ff ff ff ff',
  'a text longer than its frame': 'db ff ff ff ff',
  'a binary longer than its frame': 'c6 ff ff ff ff 00',
  'half a number': 'cb 00 00',
}))
  test(`[P1] a body with ${what} is refused`, t => {
    t.throws(() => decodeToNode(commandWith(body)), refused)
  })

test('[P1] a message as a record is refused', t => {
  const record = hex(`91 d4 72 40 91 ${text('kind')} ${text('list')}`)
  t.throws(() => decodeToNode(record), refused)
})

test('[P1] all that P1 allows is taken, in every form that it has', t => {
  const forms = [
    '00',
    '7f',
    'e0',
    'c0',
    'c2',
    'c3',
    'cc 80',
    'cd 01 00',
    'ce 00 01 00 00',
    'cf 00 00 00 01 00 00 00 00',
  ]
  forms.push(
    'd0 80',
    'd1 80 00',
    'd2 80 00 00 00',
    'd3 ff ff ff ff 00 00 00 00',
    'ca 3f 80 00 00',
    `cb 3f f0 ${'00'.repeat(6)}`,
  )
  forms.push(
    'a0',
    'a2 c3 a9',
    'd9 01 61',
    'da 00 01 61',
    'db 00 00 00 01 61',
    'c4 01 ff',
    'c5 00 01 ff',
    'c6 00 00 00 01 ff',
  )
  forms.push(
    '90',
    '91 01',
    'dc 00 01 01',
    'dd 00 00 00 01 01',
    '80',
    '81 a1 61 01',
    'de 00 01 a1 61 01',
    'df 00 00 00 01 d9 01 61 01',
  )
  for (const form of forms) {
    t.is(findFlaw(hex(form), true), null, form)
    // Binary is msgpack that P1 allows, but no body [P8].
    if (!/^c[456]/.test(form)) t.notThrows(() => decodeToNode(commandWith(form)), form)
  }
})

test('[P1] whatever we encode is without a flaw, and whatever is without one can be decoded', t => {
  const key = fc.string({ maxLength: 12 }).filter(name => name !== '__proto__')
  const bytes = fc.uint8Array({ maxLength: 60 })
  fc.assert(
    fc.property(fc.anything({ key }), bytes, (value, binary) => {
      t.is(findFlaw(encode([value, binary]), false), null)
    }),
  )
  const read = (frame: Uint8Array) => {
    if (findFlaw(frame, true) === null) t.notThrows(() => decode(frame))
  }
  fc.assert(fc.property(bytes, read), { numRuns: 5_000 })
})

test('[P1] a field that is undefined is left out, and in a list it is nil', t => {
  t.deepEqual(decode(encode({ a: undefined, b: [undefined] })), { b: [null] })
})

test('[P1] what has no form in plain msgpack is refused where it is encoded', t => {
  for (const value of [
    new Date(0),
    new Set([1]),
    new Error('x'),
    /x/,
    new Float64Array(1),
    new DataView(new ArrayBuffer(1)),
  ])
    t.throws(() => encode({ value }), { instanceOf: TypeError, message: /no form in plain msgpack/ })
  t.deepEqual(decode(encode({ value: Uint8Array.of(1) })), { value: Uint8Array.of(1) })
})

test("[P1] fields named as JavaScript's own are fields like any other", t => {
  const value = { constructor: 1, toJSON: 1, hasOwnProperty: 1, valueOf: null }
  t.deepEqual(decode(encode([value])), [value])
})

test('[P1] levels are counted in lists, in maps and in what is left out later', t => {
  const lists = (levels: number) => Uint8Array.from([...Array(levels).fill(0x91), 0xc0])
  t.is(findFlaw(lists(VALUE_LEVELS_MAX), true), null)
  t.regex(findFlaw(lists(VALUE_LEVELS_MAX + 1), true) ?? '', /levels/)
  t.regex(findFlaw(hex(`${'81 a0'.repeat(300)} c0`), true) ?? '', /levels/)
})

test('a walk over a decoded value has a budget of values, not only of levels', t => {
  let shared: unknown = 0
  for (let level = 0; level < 15; level += 1) shared = Array(10).fill(shared)
  t.false(isBounded(shared, 16, 16_384), 'ten to the fifteenth values, in a moment')
  t.true(isBounded([1, { a: [2, 3] }], 3, 6))
  t.false(isBounded([1, { a: [2, 3] }], 3, 5))
  t.false(isBounded([[[1]]], 2, 10))
  t.false(isBounded(Uint8Array.of(1), 1, 9), 'canonical JSON knows no binary')
  t.false(isBounded([{ a: Uint8Array.of(1) }], 9, 9))
})

test('a file holds no extension types either', t => {
  const file = encodeFile({
    session: 's' as never,
    epoch: 1 as never,
    version: 1 as never,
    bytes: sharedValues(10, 13),
  })
  t.is(findFlaw(file, false), null, 'the snapshot in it is binary')
  t.throws(() => decodeSnapshot(sharedValues(10, 13)), refused)
})
