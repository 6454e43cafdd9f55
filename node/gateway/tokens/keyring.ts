// Signs and verifies tokens of one kind, with keys that are derived from the mesh's secrets. While the secret is
// changed there are several, and nodes do not learn of the change at the same time. So a token bears one signature of
// each key, and one good signature is enough. With one key the token is an ordinary JWT; with several, `~` and the next
// signature follow it. This file must never know what a token says.
import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify, type SignJWT } from 'jose'

const ALGORITHM = 'HS256'
const KEY_BYTES = 32
export const BETWEEN = '~'
/** So many signatures of a stranger's token are tried: as many as there may be keys (MESH_KEYS_MAX). So nobody makes
 *  a node verify for long. */
export const SIGNATURES_MAX = 4

export interface Verified {
  readonly payload: JWTPayload
  /** The token is good under each of our keys, so it outlives the next change of them. */
  readonly current: boolean
}

export interface Keyring {
  sign(claims: SignJWT): Promise<string>
  /** @throws of jose: JWTExpired and others where it is signed with one of our keys, and JWSSignatureVerificationFailed
   *  where with none */
  verify(token: string, options?: JWTVerifyOptions): Promise<Verified>
}

/** A key of one label verifies nothing that another label's key has signed. */
export const deriveKey = (meshKey: Uint8Array, label: string): KeyObject =>
  createSecretKey(new Uint8Array(hkdfSync('sha256', meshKey, new Uint8Array(0), label, KEY_BYTES)))

/** `meshKeys`: at least one. */
export function createKeyring(meshKeys: readonly Uint8Array[], label: string): Keyring {
  const keys = meshKeys.map(meshKey => deriveKey(meshKey, label))
  return {
    async sign(claims) {
      claims.setProtectedHeader({ alg: ALGORITHM })
      const [first = '', ...others] = await Promise.all(keys.map(key => claims.sign(key)))
      return [first, ...others.map(signatureOf)].join(BETWEEN)
    },
    async verify(token, options) {
      const signed = alternatives(token)
      const found = await Promise.all(keys.map(key => verifyOne(signed, key, options)))
      const payload = found.find(one => one !== null)
      if (!payload) throw new errors.JWSSignatureVerificationFailed()
      return { payload, current: found.every(one => one !== null) }
    },
  }
}

const signatureOf = (token: string) => token.slice(token.lastIndexOf('.') + 1)

/** The token with each of its signatures, one at a time. */
function alternatives(token: string): readonly string[] {
  const from = token.lastIndexOf('.') + 1
  const signatures = token.slice(from).split(BETWEEN, SIGNATURES_MAX)
  return signatures.map(signature => token.slice(0, from) + signature)
}

/** Null: the key has signed none of them. */
async function verifyOne(
  tokens: readonly string[],
  key: KeyObject,
  options?: JWTVerifyOptions,
): Promise<JWTPayload | null> {
  for (const token of tokens) {
    try {
      return (await jwtVerify(token, key, { ...options, algorithms: [ALGORITHM] })).payload
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error
    }
  }
  return null
}
