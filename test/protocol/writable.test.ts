// What is seen to be writable without being written is what is written without a flaw.
import test from 'ava'
import fc from 'fast-check'
import { assertSnapshot, encode, encodeSnapshot } from '../../protocol/codec.ts'
import { findFlaw } from '../../protocol/form.ts'
import { SNAPSHOT_BYTES_MAX, VALUE_LEVELS_MAX } from '../../protocol/limits.ts'
import { plainBytes } from '../../protocol/writable.ts'

const anything = fc.anything({
  key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toJSON', 'length')),
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  withUnicodeString: true,
})
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.uint8Array(),
  fc.constantFrom<unknown>(Symbol('s'), () => 1, /x/, new Error('e'), new (class Point {})(), Object.create({ a: 1 })),
)
const values = fc.oneof(anything, fc.array(fc.oneof(anything, odd)), fc.dictionary(fc.string(), odd))

test('[P1] a value that is called plain is written in no more bytes, and they have no flaw', t => {
  let plain = 0
  fc.assert(
    fc.property(values, value => {
      const most = plainBytes(value)
      if (!Number.isFinite(most)) return
      plain++
      const bytes = encode(value)
      t.true(bytes.byteLength <= most)
      t.is(findFlaw(bytes, false), null)
    }),
    { numRuns: 3_000 },
  )
  t.true(plain > 300, `${plain}`)
})

const fails = (work: () => unknown): string | null => {
  try {
    work()
    return null
  } catch (error) {
    return `${error}`
  }
}

test('[G4] a state is refused unwritten for what it is refused for when it is written', t => {
  const agree = (state: unknown) => {
    const envelope = { game: 'g', schema: 1, state }
    t.is(
      fails(() => assertSnapshot(envelope)),
      fails(() => encodeSnapshot(envelope)),
    )
  }
  fc.assert(fc.property(values, agree), { numRuns: 2_000 })
  const nested = (levels: number) => Array.from({ length: levels }).reduce<unknown>(inner => [inner], 1)
  for (const levels of [VALUE_LEVELS_MAX - 2, VALUE_LEVELS_MAX - 1, VALUE_LEVELS_MAX]) agree(nested(levels))
  for (const bytes of [SNAPSHOT_BYTES_MAX / 3, SNAPSHOT_BYTES_MAX - 99, SNAPSHOT_BYTES_MAX]) {
    agree('x'.repeat(bytes))
    agree({ b: new Uint8Array(bytes) })
  }
  agree(new Map([[1, 2]]))
})
