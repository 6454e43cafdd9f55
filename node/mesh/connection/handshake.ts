// The first messages on every connection, whatever the versions of the two nodes: the side that dialled says hello, the
// other answers, and each decides whether it can talk with the other. The stream's name has no version in it, so that a
// refused node is told why. A hello is believed only about its own sender: noise has proved which peer that is.
import type { Connection, Stream } from '@libp2p/interface'
import { decode, encode } from '../../../protocol/codec.ts'
import { HELLO_BYTES_MAX } from '../mesh-limits.ts'
import { Deframer, FrameError, frameOf } from './frames.ts'

export const HANDSHAKE_PROTOCOL = '/minotaur/handshake'
const CLOSED = 'the connection closed during the handshake'

export interface Hello {
  /** Version of the mesh's protocol. */
  readonly protocol: number
  readonly release: string
  /** Name of its mesh, or empty. Absent from the hello of older releases, which mesh with any. */
  readonly cluster?: string
  /** Where it listens; without a host, it listens where its connection comes from. */
  readonly host: string | null
  readonly port: number
  /** The side that dials is connected to the other already, and hears nothing there. Absent from an answer, and from
   *  the hello of older releases. */
  readonly unheard?: boolean
  /** In an answer: why the connection is refused. */
  readonly refused: string | null
}

/** The peer cannot be meshed with; the message says why, to whom, and what to do. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly code = 'mesh-refused'
}

/** Null if the two are of one mesh and speak one version. */
function disagreement(mine: Hello, theirs: Hello): string | null {
  if (mine.cluster !== theirs.cluster && mine.cluster !== undefined && theirs.cluster !== undefined) {
    const [here, there] = [mine.cluster, theirs.cluster].map(name =>
      name === '' ? 'a mesh without a name' : `the mesh "${name}"`,
    )
    return `this node is of ${here}, the other of ${there}: if they belong together, give both the same CLUSTER`
  }
  if (mine.protocol === theirs.protocol) return null
  return (
    `this node (release ${mine.release}) speaks version ${mine.protocol} of the mesh's protocol, ` +
    `the other (release ${theirs.release}) version ${theirs.protocol}: deploy a release that speaks both in between`
  )
}

function readHello(bytes: Uint8Array): Hello {
  const hello = decode(bytes) as Partial<Hello> | null
  const text = (value: unknown) => value === null || typeof value === 'string'
  if (
    typeof hello !== 'object' ||
    hello === null ||
    !Number.isSafeInteger(hello.protocol) ||
    !Number.isSafeInteger(hello.port) ||
    typeof hello.release !== 'string' ||
    !text(hello.host) ||
    !text(hello.refused) ||
    !(hello.cluster === undefined || typeof hello.cluster === 'string')
  ) {
    throw new FrameError('not a hello')
  }
  return hello as Hello
}

function receive(stream: Stream, signal: AbortSignal): Promise<Hello> {
  return new Promise((resolve, reject) => {
    const deframer = new Deframer(payload => resolve(readHello(payload)), HELLO_BYTES_MAX)
    signal.addEventListener('abort', () => reject(new Error('no hello in time')), { once: true })
    stream.addEventListener('close', () => reject(new Error(CLOSED)))
    stream.addEventListener('message', ({ data }) => {
      try {
        deframer.push(data.subarray())
      } catch (error) {
        reject(error)
      }
    })
  })
}

/** For the side that dialled. @throws RefusedError if either side refuses. */
export async function greet(connection: Connection, mine: Hello, signal: AbortSignal): Promise<Hello> {
  const closed = new AbortController()
  connection.addEventListener('close', () => closed.abort(new Error(CLOSED)))
  // A stream that is being opened doesn't notice that its connection has closed.
  const stream = await connection.newStream([HANDSHAKE_PROTOCOL], { signal: AbortSignal.any([signal, closed.signal]) })
  const answer = receive(stream, signal)
  stream.send(frameOf(encode(mine)))
  const theirs = await answer
  stream.close().catch(() => undefined)
  const refused = disagreement(mine, theirs) ?? (theirs.refused === null ? null : `it says: ${theirs.refused}`)
  if (refused !== null) throw new RefusedError(refused)
  return theirs
}

/** For the side that was dialled. `refuse`: a reason besides the versions. @throws RefusedError after the other side
 *  has been told. */
export async function answer(stream: Stream, mine: Hello, refuse: string | null, signal: AbortSignal): Promise<Hello> {
  const theirs = await receive(stream, signal)
  const refused = disagreement(mine, theirs) ?? refuse
  stream.send(frameOf(encode({ ...mine, refused } satisfies Hello)))
  stream.close().catch(() => undefined)
  if (refused !== null) throw new RefusedError(refused)
  return theirs
}
