// A backup's copy, which each difference changes where it stands.
import test from 'ava'
import fc from 'fast-check'
import { type Copy, patched } from '../../../node/core/session/copy.ts'
import { difference } from '../../../node/core/std/bytes.ts'
import type { Version } from '../../../protocol/ids.ts'

const first = (bytes: Uint8Array): Copy => ({ version: 0 as Version, bytes })

test('[E1] a copy that differences were made in is the state that they were made of, whoever looked in between', t => {
  const states = fc.array(fc.tuple(fc.uint8Array({ maxLength: 200, max: 3 }), fc.boolean()), { minLength: 2 })
  fc.assert(
    fc.property(states, versions => {
      const [[begun]] = versions as [[Uint8Array, boolean]]
      let [copy, before] = [first(begun), begun]
      const seen: { copy: Copy; bytes: Uint8Array }[] = []
      for (const [at, [bytes, looked]] of versions.entries()) {
        copy = patched(copy, at as Version, difference(before, bytes))
        if (looked) seen.push({ copy, bytes })
        if (looked) t.deepEqual(copy.bytes, bytes)
        before = bytes
      }
      t.deepEqual(copy.bytes, before)
      for (const { copy, bytes } of seen) t.deepEqual(copy.bytes, bytes, 'what was taken stays as it was')
      t.deepEqual(begun, versions[0]![0])
    }),
  )
})

test('[E3] a copy that was replaced is never given as if it were the later one', t => {
  const old = patched(first(Uint8Array.of(1)), 1 as Version, { at: 0, remove: 1, insert: Uint8Array.of(2) })
  patched(old, 2 as Version, { at: 0, remove: 1, insert: Uint8Array.of(3) })
  t.throws(() => old.bytes, { message: /version 1 of a copy/ })
})

test('[E1] a difference that does not fit changes nothing', t => {
  const copy = patched(first(Uint8Array.of(1, 2)), 1 as Version, { at: 2, remove: 0, insert: Uint8Array.of(3) })
  for (const delta of [
    { at: 4, remove: 0, insert: Uint8Array.of(9) },
    { at: 0, remove: 4, insert: Uint8Array.of(9) },
    { at: -1, remove: 1, insert: Uint8Array.of(9) },
  ])
    t.throws(() => patched(copy, 2 as Version, delta), { instanceOf: RangeError })
  t.deepEqual(copy.bytes, Uint8Array.of(1, 2, 3))
})
