// The settings of core, from the configuration and from what is known only at the start.
import { randomBytes } from 'node:crypto'
import type { Config } from '../config.ts'
import type { Settings } from '../core/settings.ts'
import type { Libp2pMesh } from '../mesh/libp2p.ts'

/** In sessions. With a smaller gap a move would cost more than it evens out. */
const REBALANCE_GAP = 8

export function settingsOf(config: Config, mesh: Pick<Libp2pMesh, 'me' | 'port'>): Settings {
  return {
    me: mesh.me,
    release: config.release,
    slot: config.slot,
    host: config.host,
    address: `${config.host}:${mesh.port}`,
    startedAt: Date.now(),
    backups: config.backups,
    suspectAfterMs: config.suspectAfterMs,
    forceAfterMs: config.forceAfterMs,
    drainDeadlineMs: config.drainDeadlineMs,
    handoffWindow: config.handoffWindow,
    lobbiesMax: config.playerLobbies,
    gamesMax: config.playerGames,
    rebalanceAfterMs: config.rebalanceAfterMs,
    rebalanceGap: REBALANCE_GAP,
    awayAfterMs: config.awayAfterMs,
    aloneAfterMs: config.aloneAfterMs,
    mayBeAlone: config.mayBeAlone,
    parks: config.stateDir !== null,
    parkAfterMs: config.parkAfterMs,
    successorWaitMs: config.successorWaitMs,
    checkpointEveryMs: config.checkpointEveryMs,
    coldAfterMs: config.coldAfterMs,
    memoryFullAt: config.memoryFullAt / 100,
    seed: randomBytes(4).readUInt32LE(),
  }
}
