// Derives the mesh key from the operators' secret: whatever form the secret has, the key is 32 bytes that serve for
// nothing else. This file must never log, store or hand on the secret.
import { hkdfSync } from 'node:crypto'

const SECRET_BYTES_MIN = 16
const KEY_BYTES = 32
/** Other uses of the same secret, such as the players' tokens, have labels of their own. */
const LABEL = 'minotaur mesh 1'

export class MeshKeyError extends Error {
  override readonly name = 'MeshKeyError'
  readonly code = 'bad-mesh-key'
}

/** Accepts a secret of at least 16 bytes, as text or bytes. White space at its ends, such as a file's last line
 *  feed, doesn't count. */
export function meshKey(secret: Uint8Array | string): Uint8Array {
  const bytes = trim(typeof secret === 'string' ? new TextEncoder().encode(secret) : secret)
  if (bytes.byteLength < SECRET_BYTES_MIN) {
    throw new MeshKeyError(
      `the mesh key has ${bytes.byteLength} bytes, at least ${SECRET_BYTES_MIN} are needed: openssl rand -hex 32`,
    )
  }
  return new Uint8Array(hkdfSync('sha256', bytes, new Uint8Array(0), LABEL, KEY_BYTES))
}

const isSpace = (byte: number | undefined) => byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d)

function trim(bytes: Uint8Array): Uint8Array {
  let start = 0
  let end = bytes.byteLength
  while (start < end && isSpace(bytes[start])) start += 1
  while (end > start && isSpace(bytes[end - 1])) end -= 1
  return bytes.subarray(start, end)
}
