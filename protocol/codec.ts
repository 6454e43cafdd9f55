// Values to bytes and back. Frames are lists of messages; a snapshot wraps the game's own state with its format and
// schema. Plain msgpack, no extension types: any language's library reads it. Bytes that are not what they should be
// throw CodecError, before anything is built from them; a value that has no form in plain msgpack throws where it is
// encoded, at whoever made it.
import { addExtension, type Options, Packr } from 'msgpackr'
import * as v from 'valibot'
import type { PlayerErrorCode } from './errors.ts'
import { findFlaw } from './form.ts'
import { PLAYER_FRAME_BYTES_MAX, PLAYER_FRAME_MESSAGES_MAX, SNAPSHOT_BYTES_MAX } from './limits.ts'
import { MESH_KINDS, type MeshKind, type MeshMessage, type Snapshot } from './mesh.ts'
import { type ToNode, ToNodeSchema, type ToPlayer } from './player.ts'
import { SNAPSHOT_FORMAT } from './version.ts'
import { plainBytes } from './writable.ts'

const OPTIONS: Options & { readonly skipValues: readonly unknown[] } = {
  useRecords: false,
  mapsAsObjects: true,
  int64AsType: 'number',
  copyBuffers: true,
  // A player's value may well have a field `toJSON`: it is a field like any other.
  useToJSON: false,
  // A field that is undefined is not there; in a list it is nil.
  skipValues: [undefined],
  encodeUndefinedAsNil: true,
}
const packr = new Packr(OPTIONS)

/** `code` is what a player may be told; the mesh only logs it. */
export class CodecError extends Error {
  override readonly name = 'CodecError'
  readonly code: PlayerErrorCode
  constructor(code: PlayerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

// What the library would write as an extension type, which no decoder of ours takes. (A Uint8Array is binary.)
const ARRAYS = [
  Int8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
]
for (const Class of [Date, Set, Error, RegExp, ArrayBuffer, DataView, ...ARRAYS, BigInt64Array, BigUint64Array])
  addExtension({ Class, type: 1, pack: () => assertPlain(Class.name), unpack: () => assertPlain(Class.name) })

function assertPlain(name: string): never {
  throw new TypeError(`a ${name} has no form in plain msgpack: use lists, maps, texts, numbers or a Uint8Array`)
}

/** Encodes any plain value. The result is the caller's own, never a view of a shared buffer. */
export function encode(value: unknown): Uint8Array {
  return new Uint8Array(packr.pack(value))
}

/**
 * `foreign`: of somebody who may not use our encoder, such as a player's client.
 * @throws CodecError `bad-frame` where the bytes are not exactly one value of P1's msgpack.
 */
export function decode(bytes: Uint8Array, foreign = false): unknown {
  const flaw = findFlaw(bytes, foreign)
  if (flaw !== null) throw new CodecError('bad-frame', `not plain msgpack (SPEC.md P1): ${flaw}`)
  try {
    return packr.unpack(bytes)
  } catch (error) {
    throw new CodecError('bad-frame', 'not a msgpack value', { cause: error })
  }
}

/** A player's frame to messages, each validated. @throws CodecError; then nothing of the frame may be used. */
export function decodeToNode(bytes: Uint8Array): ToNode[] {
  if (bytes.byteLength > PLAYER_FRAME_BYTES_MAX) {
    throw new CodecError(
      'frame-too-large',
      `a frame of ${bytes.byteLength} bytes is over the ${PLAYER_FRAME_BYTES_MAX} allowed`,
    )
  }
  const frame = decode(bytes, true)
  if (!Array.isArray(frame)) throw new CodecError('bad-frame', 'a frame is a list of messages')
  if (frame.length > PLAYER_FRAME_MESSAGES_MAX) {
    throw new CodecError(
      'frame-too-large',
      `a frame of ${frame.length} messages is over the ${PLAYER_FRAME_MESSAGES_MAX} allowed`,
    )
  }
  return frame.map((message, at) => {
    const result = v.safeParse(ToNodeSchema, message)
    if (result.success) return result.output
    const issue = result.issues[0]
    throw new CodecError('bad-message', `message ${at}: ${v.getDotPath(issue) ?? 'kind'}: ${issue.message}`)
  })
}

export const encodeToNode = (messages: readonly ToNode[]): Uint8Array => encode(messages)
export const encodeToPlayer = (messages: readonly ToPlayer[]): Uint8Array => encode(messages)

/** For clients: a node is trusted to send what SPEC.md says. */
export function decodeToPlayer(bytes: Uint8Array): ToPlayer[] {
  const frame = decode(bytes)
  if (!Array.isArray(frame)) throw new CodecError('bad-frame', 'a frame is a list of messages')
  return frame as ToPlayer[]
}

export const encodeMesh = (messages: readonly MeshMessage[]): Uint8Array => encode(messages)

/** A peer's frame. Only its outline is checked: the mesh key is the boundary of trust. @throws CodecError */
export function decodeMesh(bytes: Uint8Array): MeshMessage[] {
  const frame = decode(bytes)
  if (!Array.isArray(frame)) throw new CodecError('bad-frame', 'a frame is a list of messages')
  for (const message of frame) {
    if (!MESH_KINDS.has((message as { kind?: MeshKind } | null)?.kind as MeshKind)) {
      throw new CodecError(
        'bad-message',
        `unknown message ${JSON.stringify((message as { kind?: unknown } | null)?.kind)}`,
      )
    }
  }
  return frame as MeshMessage[]
}

/** A session's state with what is needed to read it. */
export interface Envelope {
  readonly game: string
  readonly schema: number
  readonly state: unknown
}

/** Throws where `decode` would not take the value back: a Map with numbers for keys, or too many levels. Its bytes are
 *  made only where its form does not say so.
 *  @throws CodecError `bad-frame`, and whatever `encode` does */
export function assertDecodable(value: unknown): void {
  if (Number.isFinite(plainBytes(value))) return
  const flaw = findFlaw(encode(value), false)
  if (flaw !== null) throw new CodecError('bad-frame', `not plain: ${flaw}`)
}

const layOut = ({ game, schema, state }: Envelope): unknown[] => [SNAPSHOT_FORMAT, game, schema, state]

/** @throws CodecError `frame-too-large` above SNAPSHOT_BYTES_MAX. */
export function encodeSnapshot(envelope: Envelope): Snapshot {
  const value = layOut(envelope)
  const bytes = encode(value)
  if (bytes.byteLength > SNAPSHOT_BYTES_MAX)
    throw new CodecError('frame-too-large', `a snapshot of ${bytes.byteLength} bytes`)
  // What nobody could read must not be acknowledged.
  assertDecodable(value)
  return bytes
}

/** Throws where `encodeSnapshot` would, without the bytes. */
export function assertSnapshot(envelope: Envelope): void {
  if (plainBytes(layOut(envelope)) > SNAPSHOT_BYTES_MAX) encodeSnapshot(envelope)
}

/** @throws CodecError where the bytes are no snapshot of a format this release reads. */
export function decodeSnapshot(bytes: Snapshot): Envelope {
  const value = decode(bytes)
  if (!Array.isArray(value) || value.length !== 4) throw new CodecError('bad-frame', 'not a snapshot')
  const [format, game, schema, state] = value
  if (format !== SNAPSHOT_FORMAT)
    throw new CodecError('bad-frame', `snapshot format ${format}, this release reads ${SNAPSHOT_FORMAT}`)
  if (typeof game !== 'string' || typeof schema !== 'number')
    throw new CodecError('bad-frame', 'a snapshot names its game and schema')
  return { game, schema, state }
}
