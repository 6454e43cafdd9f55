// What today's code would leave behind, by folder and name, as bytes. Only for making a new release's files: nothing is
// compared with it.
import { saveSession } from '../../../node/core/session/state.ts'
import { encodeFile } from '../../../node/parking/format.ts'
import { encodeMesh, encodeToNode, encodeToPlayer } from '../../../protocol/codec.ts'
import { GAME } from '../kinds.ts'
import { epoch, SESSION, version } from './common.ts'
import { meshFrames } from './mesh.ts'
import { toNodeFrames, toPlayerFrames } from './players.ts'
import { sessions } from './sessions.ts'

const SCHEMA = Math.max(...GAME.writes)

const each = <T>(values: Readonly<Record<string, T>>, encode: (value: T) => Uint8Array): Record<string, Uint8Array> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encode(value)]))

const snapshots = each(sessions, loaded => saveSession(loaded, GAME, SCHEMA))

export const samples: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>> = {
  mesh: each(meshFrames, encodeMesh),
  'to-node': each(toNodeFrames, encodeToNode),
  'to-player': each(toPlayerFrames, encodeToPlayer),
  snapshot: snapshots,
  file: {
    parked: encodeFile({
      session: SESSION,
      epoch: epoch(7),
      version: version(412),
      bytes: snapshots['in-a-round']!,
    }),
  },
}
