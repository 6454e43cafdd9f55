// Who may operate a node: whoever has the mesh's secret, and shows it by a token that is good for a minute. It is as
// safe as players' tokens are: its keys are derived from the secrets with a label of their own, so neither kind of
// token passes for the other, and its audience says so too. The node also checks the token's age by itself, so that a
// token which was seen on its way is soon of no use.
import { errors, SignJWT } from 'jose'
import { createKeyring } from './keyring.ts'

const LABEL = 'minotaur operators 1'
const AUDIENCE = 'minotaur operators'
const TTL_S = 60
/** How much the clocks of two machines may differ. */
const TOLERANCE_S = 30

const HOW = "use node/operate.ts with the mesh's MESH_KEY_FILE"
const WRONG_KEY = `the token is not signed for operators with the key of this mesh: ${HOW}`

export interface OperatorTokens {
  sign(): Promise<string>
  /** Null: it is good. Else what is wrong with it, and what to do. */
  faultOf(token: string): Promise<string | null>
}

/** `meshKeys`: at least one. */
export function createOperatorTokens(meshKeys: readonly Uint8Array[]): OperatorTokens {
  const keyring = createKeyring(meshKeys, LABEL)
  return {
    sign() {
      return keyring.sign(new SignJWT().setAudience(AUDIENCE).setIssuedAt().setExpirationTime(`${TTL_S}s`))
    },
    async faultOf(token) {
      if (token === '') return `there is no token: ${HOW}`
      try {
        await keyring.verify(token, {
          audience: AUDIENCE,
          requiredClaims: ['exp'],
          maxTokenAge: TTL_S,
          clockTolerance: TOLERANCE_S,
        })
        return null
      } catch (error) {
        return explain(error)
      }
    },
  }
}

function explain(error: unknown): string {
  const byTime =
    error instanceof errors.JWTExpired || (error instanceof errors.JWTClaimValidationFailed && error.claim === 'iat')
  if (byTime) return `the token is too old, or two clocks differ by more than ${TOLERANCE_S} s: make another`
  return error instanceof errors.JWSSignatureVerificationFailed ? WRONG_KEY : `the token is malformed: ${HOW}`
}
