import test from 'ava'
import { SignJWT, UnsecuredJWT } from 'jose'
import { createTokens, newPlayerId, TokenError, type TokenFault } from '../../node/gateway/tokens.ts'
import { KEY } from './open.ts'
import { IDENTITY, token } from './player.ts'

const tokens = createTokens(KEY)

test('a token says who its player is', async t => {
  t.deepEqual(await tokens.verify(await tokens.sign(IDENTITY, 60_000)), IDENTITY)
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
