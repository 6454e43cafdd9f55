import test from 'ava'
import { SignJWT, UnsecuredJWT } from 'jose'
import { createTokens, newPlayerId, TokenError, type TokenFault } from '../../../node/gateway/tokens/player-tokens.ts'
import type { PlayerId } from '../../../protocol/ids.ts'
import { KEY } from '../open.ts'
import { IDENTITY, token } from '../player.ts'

const tokens = createTokens([KEY])

test('a token says who its player is', async t => {
  t.deepEqual(await tokens.verify(await tokens.sign(IDENTITY, 60_000)), { ...IDENTITY, current: true })
})

const faulty = test.macro(async (t, make: () => string | Promise<string>, fault: TokenFault) => {
  const error = await t.throwsAsync(tokens.verify(await make()), { instanceOf: TokenError, code: 'bad-token' })
  t.is(error.fault, fault)
})
test('no token is missing', faulty, () => '', 'missing')
test('a text that is no token is malformed', faulty, () => 'abc', 'malformed')
test('a token that ended is expired', faulty, () => token(IDENTITY, -1_000), 'expired')
test(
  'a token of another mesh has another key',
  faulty,
  () => token(IDENTITY, 1e5, new TextEncoder().encode('elsewhere')),
  'other-key',
)
test(
  'the secret of the mesh itself is not the key',
  faulty,
  () => new SignJWT({ name: 'x', sub: 'y' }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(KEY),
  'other-key',
)
test(
  'a token that nobody signed is malformed',
  faulty,
  () => new UnsecuredJWT({ name: 'x', sub: 'y' }).setExpirationTime('1h').encode(),
  'malformed',
)
test(
  'a changed token has another key',
  faulty,
  async () => {
    const [head, , signature] = (await token()).split('.')
    const claims = { name: 'x', sub: 'somebody-else', exp: 4_000_000_000 }
    return [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
  },
  'other-key',
)

test('no two players are the same', t => {
  const ids = Array.from({ length: 1_000 }, newPlayerId)
  t.is(new Set(ids).size, ids.length)
})

const secret = (name: string) => new TextEncoder().encode(`the ${name} key of a mesh that changes its key`)
const [old, next] = [secret('old'), secret('next')]
const faultAt = async (keys: Uint8Array[], text: string) =>
  createTokens(keys)
    .verify(text)
    .then(
      ({ current }) => (current ? 'current' : 'to be renewed'),
      (error: TokenError) => error.fault,
    )

for (const [order, both] of [
  ['the old key first', [old, next]],
  ['the new key first', [next, old]],
] as const) {
  test(`while the key is changed, with ${order}, every node takes a token that is made there, and an old one is to be renewed`, async t => {
    const before = await createTokens([old]).sign(IDENTITY, 60_000)
    t.deepEqual(await Promise.all([[old], [...both], [next]].map(keys => faultAt(keys, before))), [
      'current',
      'to be renewed',
      'other-key',
    ])
    const meanwhile = await createTokens([...both]).sign(IDENTITY, 60_000)
    t.deepEqual(await Promise.all([[old], [...both], [next]].map(keys => faultAt(keys, meanwhile))), [
      'current',
      'current',
      'current',
    ])
    const after = await createTokens([next]).sign(IDENTITY, 60_000)
    t.is(await faultAt([...both], after), 'to be renewed')
    t.is(await faultAt([secret('third')], meanwhile), 'other-key')
    t.is(await faultAt([...both], await createTokens([...both]).sign(IDENTITY, -1_000)), 'expired')
  })
}

test('the signatures of one token do for no other, and only a few are looked at', async t => {
  const ours = await createTokens([next]).sign(IDENTITY, 60_000)
  const theirs = await createTokens([old]).sign({ ...IDENTITY, player: 'player-2' as PlayerId }, 60_000)
  const claims = theirs.slice(0, theirs.lastIndexOf('.'))
  const signature = ours.slice(ours.lastIndexOf('.') + 1)
  t.is(await faultAt([next], `${claims}.${signature}`), 'other-key')
  t.is(await faultAt([next], `${theirs}~${signature}`), 'other-key')
  const padding = theirs.slice(theirs.lastIndexOf('.') + 1)
  const padded = (count: number) => ours.replace(signature, [...Array(count).fill(padding), signature].join('~'))
  t.deepEqual([await faultAt([next], padded(3)), await faultAt([next], padded(1_000))], ['current', 'other-key'])
})
