// Tells one node of a mesh to leave and measures what comes of it, from the logs of all (which must be at the level
// `debug`).
import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicNow } from '../../node/ops/monotonic-clock.ts'
import { type Distribution, distributionOf } from './distribution.ts'
import { activations, type Move, movesFrom } from './journal.ts'
import type { LocalMesh } from './local-mesh.ts'
import type { Exit, NodeProcess } from './node-process.ts'

export interface Drained {
  readonly exit: Exit
  readonly moves: readonly Move[]
  /** Of the sessions that moved, those that were seen to run elsewhere. */
  readonly resumed: readonly string[]
  /** From a session's seal until its new owner's word, as the old one measured it. */
  readonly pauses: Distribution
  /** From SIGTERM until the last session ran elsewhere, by the clock that all processes share. */
  readonly lastResumedMs: number
  /** From SIGTERM to the exit. */
  readonly exitMs: number
}

/** The others' logs may be read a little later than the exit is seen. */
const READ_WITHIN_MS = 20_000

export async function drain(mesh: LocalMesh, node: NodeProcess): Promise<Drained> {
  const others = mesh.running().filter(other => other !== node)
  const exit = await mesh.terminate(node)
  const from = node.terminatedAt!
  const moves = movesFrom(node)
  const moved = new Set(moves.map(move => move.session))
  /** When each first ran elsewhere. */
  const resumed = new Map<string, number>()
  for (const until = monotonicNow() + READ_WITHIN_MS; ; await sleep(20)) {
    for (const { session, at } of others.flatMap(activations))
      if (at > from && moved.has(session)) resumed.set(session, Math.min(at, resumed.get(session) ?? at))
    if (resumed.size === moved.size || monotonicNow() > until) break
  }
  return {
    exit,
    moves,
    resumed: [...resumed.keys()],
    pauses: distributionOf(moves.map(move => move.pauseMs)),
    lastResumedMs: Math.max(0, ...[...resumed.values()].map(at => at - from)),
    exitMs: exit.at - from,
  }
}
