// Who may read what a node tells of itself: whoever shows a token that is derived from the mesh's secret. It is one for as long as the
// secret is, so that a collector of metrics can be set to it; every node accepts it, and no list of it is kept.
// Safe to hand to somebody who only looks: it opens nothing else, neither an operator's commands nor a player's seat.
import { timingSafeEqual } from 'node:crypto'
import { deriveKey } from './tokens.ts'

const LABEL = 'minotaur readers 1'

export const readToken = (meshKey: Uint8Array): string => deriveKey(meshKey, LABEL).export().toString('base64url')

/** Whether a bearer's token is the mesh's. */
export function createReaders(meshKey: Uint8Array): (token: string) => boolean {
  const wanted = Buffer.from(readToken(meshKey))
  return token => {
    const shown = Buffer.from(token)
    return shown.byteLength === wanted.byteLength && timingSafeEqual(shown, wanted)
  }
}
