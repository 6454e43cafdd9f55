// Real cores without a network under them, for meshes of more nodes than a machine has room for.
import { Node } from '../../../node/core/node.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import { duel } from '../duel/game.ts'

const SUSPECT_AFTER_MS = 2_000
const LONG_MS = 60_000

/** Names as long as those of libp2p, which stand in every configuration. */
export const peerId = (n: number): PeerId => `12D3KooW${`${n}`.padStart(44, 'x')}` as PeerId
export const addressOf = (n: number): string => `/ip4/10.0.${n >> 8}.${n & 255}/tcp/4001`

export function coreOf(n: number): Node {
  return new Node(
    {
      me: peerId(n),
      release: 'v1',
      slot: String(n),
      host: `host-${n}`,
      address: `host-${n}:4001`,
      startedAt: n,
      backups: 1,
      suspectAfterMs: SUSPECT_AFTER_MS,
      forceAfterMs: 0,
      handoffWindow: 256,
      drainDeadlineMs: LONG_MS,
      rebalanceAfterMs: 0,
      rebalanceGap: 8,
      awayAfterMs: 0,
      lobbiesMax: 0,
      gamesMax: 0,
      parks: false,
      parkAfterMs: 0,
      successorWaitMs: 0,
      checkpointEveryMs: 0,
      coldAfterMs: 0,
      memoryFullAt: 1,
      aloneAfterMs: 0,
      mayBeAlone: true,
      seed: n,
    },
    duel,
  )
}
