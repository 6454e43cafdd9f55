// What real nodes spend on each other while nothing happens.
import { setTimeout as sleep } from 'node:timers/promises'
import { LocalMesh } from '../../local/local-mesh.ts'
import { cpuOf, minus, total, writtenBytes } from '../cpu.ts'
import { DUEL_NODE } from '../drain/run.ts'

export interface Idle {
  readonly nodes: number
  /** Of a node, on average: share of a processor. */
  readonly cpuShare: number
  /** Written to peers, and to the log. */
  readonly bytesOutPerSecond: number
}

export async function idleMesh(nodes: number, restMs: number, measureMs: number): Promise<Idle> {
  const mesh = await LocalMesh.start({ nodes, main: DUEL_NODE })
  try {
    await sleep(restMs)
    const pids = mesh.running().map(({ pid }) => pid)
    const before = { cpu: cpuOf(pids), written: writtenBytes(pids), at: performance.now() }
    await sleep(measureMs)
    const ms = performance.now() - before.at
    return {
      nodes,
      cpuShare: total(minus(cpuOf(pids), before.cpu)) / 1_000 / ms / nodes,
      bytesOutPerSecond: (((writtenBytes(pids) - before.written) / ms) * 1_000) / nodes,
    }
  } finally {
    await mesh.kill()
  }
}
