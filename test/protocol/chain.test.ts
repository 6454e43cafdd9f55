// The proof chain: what it is, that it tells histories apart, and that it survives the wire.
import test from 'ava'
import fc from 'fast-check'
import { CHAIN_START, canonicalJson, nextChain } from '../../protocol/chain.ts'
import { decode, encode } from '../../protocol/codec.ts'
import type { Seq } from '../../protocol/ids.ts'

/** But for a key that no decoder takes [P1]. */
const body = fc
  .jsonValue({ maxDepth: 4, noUnicodeString: false })
  .filter(value => !JSON.stringify(value).includes('__proto__'))
const chainOf = (bodies: readonly unknown[]) =>
  bodies.reduce<number>((chain, value, at) => nextChain(chain, (at + 1) as Seq, value), CHAIN_START)

/** FNV-1a over bytes, with big integers: as slow and plain as its definition. */
const fnv = (bytes: Uint8Array) =>
  Number(bytes.reduce((hash, byte) => ((hash ^ BigInt(byte)) * 16777619n) % 2n ** 32n, 2166136261n))

test('[P9] a link is FNV-1a over the chain before, the number and the body', t => {
  const word = (value: number) => [24, 16, 8, 0].map(shift => (value >>> shift) & 0xff)
  fc.assert(
    fc.property(fc.nat(2 ** 32 - 1), fc.integer({ min: 1, max: 2 ** 31 }), body, (chain, seq, value) => {
      const bytes = Uint8Array.from([...word(chain), ...word(seq), ...Buffer.from(canonicalJson(value), 'utf8')])
      return nextChain(chain, seq as Seq, value) === fnv(bytes)
    }),
  )
  t.pass()
})

test('[P9] a history that lacks, repeats or swaps a command has another chain', t => {
  const bodies = Array.from({ length: 30 }, (_, n) => ({ n: n % 7 }))
  const whole = chainOf(bodies)
  for (let at = 0; at < bodies.length; at++) {
    t.not(chainOf(bodies.toSpliced(at, 1)), whole)
    t.not(chainOf(bodies.toSpliced(at, 0, bodies[at]!)), whole)
    if (at > 0) t.not(chainOf(bodies.toSpliced(at - 1, 2, bodies[at]!, bodies[at - 1]!)), whole)
  }
})

test('[P9] both ends of a wire compute the same chain, whatever order a map came in', t => {
  fc.assert(
    fc.property(body, value => {
      const wire = decode(encode(value))
      t.is(nextChain(7, 1 as Seq, wire), nextChain(7, 1 as Seq, decode(encode(wire))))
    }),
  )
  t.is(canonicalJson({ b: 1, a: [{ d: undefined, c: null }] }), canonicalJson({ a: [{ c: null }], b: 1 }))
  t.is(canonicalJson({ b: 'é', a: [1, 'x', -0, Number.NaN] }), '{"a":[1,"x",0,null],"b":"é"}')
})

test('[P9] a body nested without end neither overflows nor throws', t => {
  let deep: unknown = 1
  for (let level = 0; level < 100_000; level++) deep = level % 2 ? [deep] : { deep }
  t.is(typeof nextChain(0, 1 as Seq, deep), 'number')
})
