// A node of a local mesh dies without a word, and another is started in its place, as Swarm does. What became of its
// sessions is read from the nodes' logs, which must tell of single sessions (LOG_LEVEL=debug).
import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicNow } from '../../node/ops/monotonic-clock.ts'
import { type Distribution, distributionOf } from './distribution.ts'
import { type Activation, activations, type Logged } from './journal.ts'
import type { LocalMesh } from './local-mesh.ts'
import type { NodeProcess } from './node-process.ts'

/** The image's entry script lingers so long after a crash, and Swarm is no faster. */
const RESTART_MS = 1_000

export interface Aftermath {
  /** Sessions that the dead node ran. */
  readonly sessions: number
  /** From the kill until another node ran them, in ms. */
  readonly resumed: Distribution
  /** Those that nobody ran again. */
  readonly gone: readonly string[]
}

/** Resolves when its successor is ready. @returns when it was killed, by the machine's monotonic clock */
export async function kill(mesh: LocalMesh, node: NodeProcess): Promise<number> {
  const at = monotonicNow()
  node.signal('SIGKILL')
  await node.exited
  await sleep(RESTART_MS)
  await mesh.untilReady(await mesh.add(node.slot, node.release))
  return at
}

export function aftermath(nodes: readonly Logged[], dead: Logged, killedAt: number): Aftermath {
  const runs = nodes.flatMap(node => activations(node).map(run => ({ ...run, node })))
  const times: number[] = []
  const gone: string[] = []
  for (const [session, own] of Map.groupBy(runs, run => run.session)) {
    const last = own.filter(run => run.at < killedAt).reduce<Run | null>(later, null)
    if (last?.node !== dead) continue
    const next = own.filter(run => run.epoch > last.epoch && run.node !== dead)
    if (next.length === 0) gone.push(session)
    else times.push(Math.min(...next.map(run => run.at)) - killedAt)
  }
  return { sessions: times.length + gone.length, resumed: distributionOf(times), gone }
}

type Run = Activation & { readonly node: Logged }
const later = (a: Run | null, b: Run): Run => (a && a.epoch > b.epoch ? a : b)
