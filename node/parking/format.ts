// The content of a session's file: what it is, a checksum, and the snapshot. This is safe because nothing of a file is
// believed before its checksum is verified.
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { decode, encode } from '../../protocol/codec.ts'
import type { Epoch, SessionId, Version } from '../../protocol/ids.ts'
import type { Snapshot } from '../../protocol/mesh.ts'

const FORMAT = 1

export interface Saved {
  readonly session: SessionId
  readonly epoch: Epoch
  readonly version: Version
  readonly bytes: Snapshot
}

const Content = v.tuple([v.literal('minotaur session'), v.number(), v.instance(Uint8Array), v.instance(Uint8Array)])
const Record = v.object({ session: v.string(), epoch: v.number(), version: v.number(), bytes: v.instance(Uint8Array) })

const sum = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

export function encodeFile({ session, epoch, version, bytes }: Saved): Uint8Array {
  const record = encode({ session, epoch, version, bytes })
  return encode(['minotaur session', FORMAT, sum(record), record])
}

/** @throws Error that says what is wrong with the file. */
export function decodeFile(file: Uint8Array): Saved {
  const content = v.safeParse(Content, tryDecode(file))
  if (!content.success) throw new Error('not a saved session, or a damaged one')
  const [, format, checksum, record] = content.output
  if (format !== FORMAT) throw new Error(`format ${format}, this release reads ${FORMAT}`)
  if (!Buffer.from(checksum).equals(sum(record))) throw new Error('damaged: its checksum is another')
  const saved = v.parse(Record, decode(record)) as unknown as Saved
  return { ...saved, bytes: new Uint8Array(saved.bytes) }
}

function tryDecode(bytes: Uint8Array): unknown {
  try {
    return decode(bytes)
  } catch {
    return null
  }
}
