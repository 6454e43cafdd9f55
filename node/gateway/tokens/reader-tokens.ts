// Who may read what a node tells of itself: whoever shows a token that is derived from the mesh's secret. The token
// stays the same as long as the secret does, so that a collector of metrics can be configured with it. Every node
// accepts it, and no node keeps a list. While the secret is changed, there is one token for each key, all of them in
// one text with `~` between; any of them is accepted. It is safe to give to somebody who only looks: it allows neither
// an operator's commands nor a player's seat.
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
