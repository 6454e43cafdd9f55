// Who a player is: a signed token that any node of the mesh makes and verifies, without asking anybody.
// Safe because its key is derived from the mesh's secret, with a label of its own: it opens nothing else, and whoever has
// the secret is a node anyway. The token is all there is of a player; no node keeps a list, and none must ever log one.
import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import type { PlayerId } from '../../protocol/ids.ts'

const LABEL = 'minotaur players 1'
const ALGORITHM = 'HS256'
const KEY_BYTES = 32
/** As many values as 96 bits have: two players never get one. */
const PLAYER_ID_BYTES = 12

export interface Identity {
  readonly player: PlayerId
  readonly name: string
}

export type TokenFault = 'missing' | 'malformed' | 'expired' | 'other-key'

const TEXTS: Readonly<Record<TokenFault, string>> = {
  missing: 'there is no token: pick a name to get one',
  malformed: 'the token is malformed: pick a name to get another',
  expired: 'the token has expired: pick a name to get another',
  'other-key': 'the token is signed with the key of another mesh: pick a name to get one of this',
}

export class TokenError extends Error {
  override readonly name = 'TokenError'
  readonly code = 'bad-token'
  readonly fault: TokenFault
  constructor(fault: TokenFault, options?: ErrorOptions) {
    super(TEXTS[fault], options)
    this.fault = fault
  }
}

export interface Tokens {
  sign(identity: Identity, ttlMs: number): Promise<string>
  /** @throws TokenError */
  verify(token: string): Promise<Identity>
}

export const newPlayerId = (): PlayerId => randomBytes(PLAYER_ID_BYTES).toString('base64url') as PlayerId

/** Keys of different labels open nothing of each other. */
export const deriveKey = (meshKey: Uint8Array, label: string): KeyObject =>
  createSecretKey(new Uint8Array(hkdfSync('sha256', meshKey, new Uint8Array(0), label, KEY_BYTES)))

export function createTokens(meshKey: Uint8Array): Tokens {
  const key = deriveKey(meshKey, LABEL)
  return {
    sign({ player, name }, ttlMs) {
      const expiresAt = new Date(Date.now() + ttlMs)
      return new SignJWT({ name })
        .setProtectedHeader({ alg: ALGORITHM })
        .setSubject(player)
        .setExpirationTime(expiresAt)
        .sign(key)
    },
    async verify(token) {
      if (token === '') throw new TokenError('missing')
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: [ALGORITHM],
          requiredClaims: ['sub', 'name', 'exp'],
        })
        const { sub, name } = payload
        if (typeof sub !== 'string' || typeof name !== 'string') throw new TokenError('malformed')
        return { player: sub as PlayerId, name }
      } catch (error) {
        throw error instanceof TokenError ? error : new TokenError(faultOf(error), { cause: error })
      }
    },
  }
}

function faultOf(error: unknown): TokenFault {
  if (error instanceof errors.JWTExpired) return 'expired'
  return error instanceof errors.JWSSignatureVerificationFailed ? 'other-key' : 'malformed'
}
