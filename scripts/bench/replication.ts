// What copies cost: the same play over meshes that keep none, one or two of each session.
import { readFile } from 'node:fs/promises'
import type { Latency } from '../load/measure.ts'
import { passed } from '../load/report.ts'
import { runLoad } from '../load/run.ts'
import { targetOf } from '../load/sign-in.ts'
import { LocalMesh } from '../local/local-mesh.ts'
import { freePort } from '../local/ports.ts'

export interface ReplicationResult {
  readonly backups: number
  readonly perSecond: number
  /** Of all nodes together, in microseconds of processor time. */
  readonly cpuUsPerCommand: number
  readonly latencyMs: Latency
  /** The run's verdict held. */
  readonly ok: boolean
}

const PLAYERS = 100
const SECONDS = 10
const PACE_MS = 50
/** Linux counts processor time in these. */
const TICK_US = 10_000

export async function benchReplication(backups: number): Promise<ReplicationResult> {
  const port = await freePort()
  const mesh = await LocalMesh.start({ port, env: { BACKUPS: String(backups) } })
  try {
    const before = await cpuUs(mesh)
    const outcome = await runLoad({
      target: targetOf(`http://127.0.0.1:${port}`),
      players: PLAYERS,
      sessions: null,
      seconds: SECONDS,
      paceMs: PACE_MS,
      seed: 1,
      trouble: null,
      onProgress: () => undefined,
    })
    const spent = (await cpuUs(mesh)) - before
    const { perSecond, acked, latencyMs } = outcome.measured
    return { backups, perSecond, cpuUsPerCommand: spent / acked, latencyMs, ok: passed(outcome) }
  } finally {
    await mesh.kill()
  }
}

/** Of all nodes, in user and kernel mode (proc(5), fields 14 and 15 of stat). */
async function cpuUs(mesh: LocalMesh): Promise<number> {
  const ticks = await Promise.all(
    mesh.running().map(async ({ pid }) => {
      const [, fields = ''] = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')
      const [user, system] = fields.split(' ').slice(11, 13)
      return Number(user) + Number(system)
    }),
  )
  return ticks.reduce((sum, n) => sum + n, 0) * TICK_US
}
