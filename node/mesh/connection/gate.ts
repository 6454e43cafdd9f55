// The first exchange on every connection, before libp2p reads a byte of it: each side proves that it has the mesh key.
// Both send a random number, then a code of both numbers under the key, so that nothing can be repeated or sent back. A
// side that has another key or none is told apart from all other failures, and one that sends garbage never reaches a
// parser. If there are several keys, as while they are changed, the side that dials proves one, and the side that
// listens answers by the same.
//
// The gate lets a connection in; it does not protect what follows. Noise does that, with the same key in its prologue,
// so that nobody can pass the gate in another's place and then speak for themselves. libp2p's own pnet is not used
// because it never frees the cipher of a connection: after some thousand connections (a peer with a wrong key that
// tries again for some hours) no more can be opened.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { MultiaddrConnection, StreamMessageEvent } from '@libp2p/interface'

const NUMBER_BYTES = 32
const CODE_BYTES = 32

const STRANGER = 'its mesh key differs from ours (MESH_KEY_FILE), or it is no node of this mesh'

/** The other side hasn't our mesh key. */
export class StrangerError extends Error {
  override readonly name = 'StrangerError'
  readonly code = 'mesh-stranger'
  constructor(options?: ErrorOptions) {
    super(STRANGER, options)
  }
}

/** Nodes without a key share this one. */
const NO_KEY = new Uint8Array(0)

/** Returns the key that both sides have proved to have. The side that dials uses the first of its own keys; the side
 *  that listens finds out which one that is. @throws StrangerError if the other side has none of our keys. */
export async function passGate(
  connection: MultiaddrConnection,
  keys: readonly Uint8Array[],
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const mine = randomBytes(NUMBER_BYTES)
  connection.send(mine)
  const theirs = await take(connection, NUMBER_BYTES, signal)
  const outbound = connection.direction === 'outbound'
  const numbers = outbound ? [mine, theirs] : [theirs, mine]
  const code = (role: 'dials' | 'listens', key: Uint8Array) => {
    const hmac = createHmac('sha256', key).update(role)
    for (const number of numbers) hmac.update(number)
    return hmac.digest()
  }
  const known = keys.length === 0 ? [NO_KEY] : keys
  return outbound ? proveFirst(connection, known[0]!, code, signal) : proveSecond(connection, known, code, signal)
}

type CodeOf = (role: 'dials' | 'listens', key: Uint8Array) => Uint8Array

async function proveFirst(
  connection: MultiaddrConnection,
  key: Uint8Array,
  code: CodeOf,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  connection.send(code('dials', key))
  let proof: Uint8Array
  try {
    proof = await take(connection, CODE_BYTES, signal)
  } catch (error) {
    // It closed after it saw our code and before it sent its own: it did not accept ours.
    if (signal?.aborted) throw error
    throw new StrangerError({ cause: error })
  }
  if (!timingSafeEqual(proof, code('listens', key))) throw new StrangerError()
  return key
}

/** Sends no code before the other side has proved itself, because until then it does not know which key to use. */
async function proveSecond(
  connection: MultiaddrConnection,
  keys: readonly Uint8Array[],
  code: CodeOf,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const proof = await take(connection, CODE_BYTES, signal)
  const key = keys.find(one => timingSafeEqual(proof, code('dials', one)))
  if (key === undefined) throw new StrangerError()
  connection.send(code('listens', key))
  return key
}

/** Takes exactly so many bytes; those that came behind them stay on the connection for the next reader. */
function take(connection: MultiaddrConnection, count: number, signal?: AbortSignal): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    let got: Uint8Array = new Uint8Array(0)
    const end = () => {
      connection.removeEventListener('message', onMessage)
      connection.removeEventListener('close', onClose)
      signal?.removeEventListener('abort', onAbort)
    }
    const onMessage = ({ data }: StreamMessageEvent) => {
      got = Buffer.concat([got, data.subarray()])
      if (got.byteLength < count) return
      end()
      if (got.byteLength > count) connection.unshift(got.subarray(count))
      resolve(got.subarray(0, count))
    }
    const onClose = () => {
      end()
      reject(new Error('the connection closed before the mesh key was proved'))
    }
    const onAbort = () => {
      end()
      reject(signal?.reason)
    }
    connection.addEventListener('message', onMessage)
    connection.addEventListener('close', onClose)
    signal?.addEventListener('abort', onAbort)
    if (connection.status !== 'open') onClose()
    else if (signal?.aborted) onAbort()
  })
}
