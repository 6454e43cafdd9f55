// The kinds of bytes that a release leaves behind, with what reads and writes each today.

import type { Game } from '../../node/core/game.ts'
import { loadSession } from '../../node/core/session/state.ts'
import { minotaur } from '../../node/games/minotaur/index.ts'
import { decodeFile, encodeFile } from '../../node/parking/format.ts'
import * as codec from '../../protocol/codec.ts'
import { MESH_KINDS } from '../../protocol/mesh.ts'
import { ToNodeSchema } from '../../protocol/player.ts'
import { messagesOf } from '../protocol/spec.ts'
import type { Release } from './release.ts'

export interface Kind {
  /** Its folder. */
  readonly folder: string
  /** Names that a release must have. */
  readonly names: readonly string[]
  decode(bytes: Uint8Array): unknown
  encode(value: never): Uint8Array
  /** Whether today's code is to understand what that release wrote. */
  reads(release: Release, today: Release): boolean
}

/** Each is told from the code, so that a new message is missing here at once. */
export const KINDS: readonly Kind[] = [
  {
    folder: 'mesh',
    names: [...MESH_KINDS],
    decode: codec.decodeMesh,
    encode: codec.encodeMesh,
    reads: (release, today) => release.mesh === today.mesh,
  },
  {
    folder: 'to-node',
    names: ToNodeSchema.options.map(({ entries }) => entries.kind.literal),
    decode: codec.decodeToNode,
    encode: codec.encodeToNode,
    reads: (release, today) => release.player === today.player,
  },
  {
    folder: 'to-player',
    names: [...messagesOf('protocol/player.ts', 'ToPlayer').keys(), 'error'],
    decode: codec.decodeToPlayer,
    encode: codec.encodeToPlayer,
    reads: (release, today) => release.player === today.player,
  },
  {
    folder: 'snapshot',
    names: ['in-a-round', 'over'],
    decode: codec.decodeSnapshot,
    encode: codec.encodeSnapshot,
    reads: () => true,
  },
  { folder: 'file', names: ['parked'], decode: decodeFile, encode: encodeFile, reads: () => true },
]

export const GAME = minotaur as Game

/** A snapshot's session, as today's release plays it. */
export const sessionIn = (bytes: Uint8Array) => loadSession(bytes, GAME)
