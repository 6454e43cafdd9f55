// Who may read what a node tells of itself: whoever shows a token that is derived from the mesh's secret. It is one for
// as long as the secret is, so that a collector of metrics can be set to it; every node accepts it, and no list of it
// is kept. While the secret is changed there are several, and the token is those of each with `~` between: any of them
// will do.
// Safe to hand to somebody who only looks: it opens nothing else, neither an operator's commands nor a player's seat.
import { timingSafeEqual } from 'node:crypto'
import { BETWEEN, deriveKey, SIGNATURES_MAX } from './keyring.ts'

const LABEL = 'minotaur readers 1'

const tokenOf = (meshKey: Uint8Array): string => deriveKey(meshKey, LABEL).export().toString('base64url')

/** `meshKeys`: at least one. */
export const readToken = (meshKeys: readonly Uint8Array[]): string => meshKeys.map(tokenOf).join(BETWEEN)

/** Whether a bearer's token is the mesh's. */
export function createReaders(meshKeys: readonly Uint8Array[]): (token: string) => boolean {
  const wanted = meshKeys.map(meshKey => Buffer.from(tokenOf(meshKey)))
  return token => {
    const shown = token.split(BETWEEN, SIGNATURES_MAX).map(part => Buffer.from(part))
    return wanted.some(one => shown.some(part => part.byteLength === one.byteLength && timingSafeEqual(part, one)))
  }
}
