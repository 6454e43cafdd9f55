// Who a player is: a signed token that any node of the mesh makes and verifies, without asking anybody. This is safe
// because the token's keys are derived from the mesh's secrets, with a label of their own: they open nothing else, and
// whoever has a secret is a node anyway. The token is all there is of a player. No node keeps a list, and no node must
// ever log a token.
import { randomBytes } from 'node:crypto'
import { errors, SignJWT } from 'jose'
import type { PlayerId } from '../../../protocol/ids.ts'
import { createKeyring } from './keyring.ts'

const LABEL = 'minotaur players 1'
/** 96 bits: no two players ever get one id. */
const PLAYER_ID_BYTES = 12

export interface Identity {
  readonly player: PlayerId
  readonly name: string
}

/** A player whom a token has let in. */
export interface Admitted extends Identity {
  /** A token that the client should use instead of the one that it showed, if that is not good for long. */
  readonly renewed?: string | null
}

export interface VerifiedIdentity extends Identity {
  /** Whether the token is good under each of this node's keys. If not, it must be replaced before the keys go that
   *  it bears. */
  readonly current: boolean
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
  /** `lateMs`: how long ago it may have expired. @throws TokenError */
  verify(token: string, lateMs?: number): Promise<VerifiedIdentity>
}

export const newPlayerId = (): PlayerId => randomBytes(PLAYER_ID_BYTES).toString('base64url') as PlayerId

/** `meshKeys`: at least one. */
export function createTokens(meshKeys: readonly Uint8Array[]): Tokens {
  const keyring = createKeyring(meshKeys, LABEL)
  return {
    sign({ player, name }, ttlMs) {
      const expiresAt = new Date(Date.now() + ttlMs)
      return keyring.sign(new SignJWT({ name }).setSubject(player).setExpirationTime(expiresAt))
    },
    async verify(token, lateMs = 0) {
      if (token === '') throw new TokenError('missing')
      try {
        const { payload, current } = await keyring.verify(token, {
          clockTolerance: lateMs / 1_000,
          requiredClaims: ['sub', 'name', 'exp'],
        })
        const { sub, name } = payload
        if (typeof sub !== 'string' || typeof name !== 'string') throw new TokenError('malformed')
        return { player: sub as PlayerId, name, current }
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
