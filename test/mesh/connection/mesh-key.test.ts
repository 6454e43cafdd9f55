import test from 'ava'
import { MeshKeyError, meshKey } from '../../../node/mesh/connection/mesh-key.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test('a secret makes the same key as text, as bytes, and with a line feed behind it', t => {
  const key = meshKey('0123456789abcdef')
  t.is(key.byteLength, 32)
  t.is(hex(meshKey(new TextEncoder().encode('0123456789abcdef'))), hex(key))
  t.is(hex(meshKey('0123456789abcdef\r\n')), hex(key))
  t.not(hex(meshKey('0123456789abcdeg')), hex(key))
  t.not(hex(key), hex(new TextEncoder().encode('0123456789abcdef')))
})

test('the key that a secret makes never changes: nodes of two releases would not find each other', t => {
  t.is(hex(meshKey('a secret of the mesh')), 'c61d16242d9984b5c0802077ebf3690faa9c46f1f2d3a91918d0147b316f93f1')
})

test('bytes that are no text are a secret too', t => {
  t.notThrows(() => meshKey(new Uint8Array(16).fill(0xff)))
})

test('a short secret is refused with the way to make one, and is not shown', t => {
  const error = t.throws(() => meshKey('hunter2        \n'), { instanceOf: MeshKeyError })
  t.regex(error?.message ?? '', /has 7 bytes, at least 16 .* openssl rand -hex 32/)
  t.false(error?.message.includes('hunter2'))
})
