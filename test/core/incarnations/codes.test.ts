import test from 'ava'
import fc from 'fast-check'
import { CODE_WORDS, codesIn, freeCode, lengthFor } from '../../../node/core/incarnations/codes.ts'
import type { ClientId } from '../../../protocol/ids.ts'
import { Hand } from '../hand.ts'

const word = fc.integer({ min: 0, max: 0xffffffff })
const words = fc.array(word, { minLength: CODE_WORDS, maxLength: CODE_WORDS })

test('[P6] a code is so long that one guess in ten million finds a session', t => {
  for (const sessions of [1, 6, 100, 1_000, 10_000, 100_000]) t.true(20 ** lengthFor(sessions) >= sessions * 10_000_000)
  t.is(lengthFor(0), 6)
  t.is(lengthFor(100), 7)
  t.is(lengthFor(1_000_000_000), 10, 'and no longer than a node takes')
})

test('[P6] a code spells nothing: it has no vowel, and nothing that reads as an insult without any', t => {
  fc.assert(
    fc.property(words, fc.integer({ min: 6, max: 10 }), (chance, length) => {
      for (const code of codesIn(chance, length)) {
        t.regex(code, new RegExp(`^[B-DF-HJ-NP-TV-XZ]{${length}}$`))
        t.notRegex(code, /FCK|CNT|SHT|DCK|NGR|KKK|SS|RTRD|HTLR|WTF|BTCH|FGT|TWT|XXX/)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('all letters come about equally often, wherever they stand', t => {
  const counts = new Map<string, number>()
  for (const [code] of fc.sample(words, { numRuns: 4_000, seed: 1 }).map(w => [...codesIn(w, 10)]))
    if (code) for (const letter of code) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  t.is(counts.size, 20)
})

test('[P6] a code that some session has is not given to another', t => {
  const h = new Hand(['A', 'B'])
  const { context } = h.node('A')
  const chance = [1, 2, 3, 4]
  const same = () => Object.assign(Object.create(context), { random: { next: () => 7 } })
  const first = freeCode(same(), chance)
  t.is(freeCode(same(), chance), first)
  context.directory.hasCode = code => code === first
  t.not(freeCode(same(), chance), first)
})

test('[P6] with chance from outside neither the code nor the game follows from the generator of the node', t => {
  const made = (chance?: readonly number[]) => {
    const h = new Hand(['A', 'B'])
    h.open('A', 1, 'ann')
    const message = { kind: 'create', key: 'k' as ClientId } as const
    h.event('A' as never, { kind: 'socket-message', socket: 1 as never, message, ...(chance && { chance }) })
    h.pass()
    return h.last('A', 1, 'created')!
  }
  t.deepEqual(made(), made(), 'the same seed')
  t.is(made([1, 2, 3, 4, 5]).session, made().session)
  t.not(made([1, 2, 3, 4, 5]).code, made().code)
})
