// One drain: a node of a local mesh is told to leave, as in a deploy: a new node of the same slot stands ready before.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { movesOf, notes } from '../../local/journal.ts'
import { LocalMesh } from '../../local/local-mesh.ts'
import type { NodeProcess } from '../../local/node-process.ts'
import { nextRelease } from '../../local/roll.ts'
import { type Cpu, cpuOf, minus, total } from '../cpu.ts'
import { UNLIMITED } from '../limits.ts'
import { type Played, Playing } from '../play.ts'
import { makeRooms } from '../rooms.ts'

export interface DrainOptions {
  readonly sessions: number
  readonly stateBytes: number
  /** Between two moves of a session; null: nobody plays, and nobody is connected. */
  readonly everyMs: number | null
  /** REHEARSE of the nodes. */
  readonly rehearse: number
  /** Before SIGTERM, and after the last one moved: nothing else shall be under way. */
  readonly restMs: number
  /** For the Node that runs the nodes. */
  readonly nodeOptions?: string
}

export interface Drained {
  /** The node ran so many when it was told to leave: what it had no room for was made at the others. */
  readonly had: number
  readonly moved: number
  /** Of a session, from its seal to its new owner's word. */
  readonly pauseMs: { readonly median: number; readonly p99: number; readonly longest: number }
  /** From SIGTERM. */
  readonly lastMovedMs: number
  readonly exitMs: number
  readonly code: number | null
  /** Of all nodes, from SIGTERM to the exit. Under play that of the play is in it. */
  readonly cpuUs: number
  readonly played: Played | null
}

export const DUEL_NODE = join(import.meta.dirname, '..', 'duel', 'node.ts')
const CPU_LOOK_MS = 5

/** At the usual log level: a log of single sessions costs more than to move them. */
export async function drainOnce(options: DrainOptions): Promise<Drained> {
  const { sessions, stateBytes, everyMs, rehearse, restMs, nodeOptions } = options
  const mesh = await LocalMesh.start({
    main: DUEL_NODE,
    env: {
      ...UNLIMITED,
      REHEARSE: String(rehearse),
      // Else some sessions might leave before they are told to.
      REBALANCE_AFTER: '0s',
      BENCH_STATE_BYTES: String(stateBytes),
      BENCH_VIEW: 'small',
      ...(nodeOptions === undefined ? {} : { NODE_OPTIONS: nodeOptions }),
    },
  })
  try {
    const old = mesh.serving()[0]!
    const rooms = await makeRooms(old.url, sessions)
    const fresh = await mesh.add(old.slot, nextRelease(mesh.nodes.map(node => node.release)))
    await mesh.untilReady(fresh)
    const urls = mesh.serving().map(({ url }) => url)
    const playing = everyMs === null ? null : await Playing.begin(urls, rooms, everyMs)
    await sleep(restMs)
    playing?.watch()
    const drained = await leave(mesh, old)
    await sleep(restMs)
    const played = (await playing?.end()) ?? null
    if (nodeOptions !== undefined) await mesh.stop()
    return { ...drained, played }
  } finally {
    await mesh.kill()
  }
}

async function leave(mesh: LocalMesh, old: NodeProcess): Promise<Omit<Drained, 'played'>> {
  const spent = watchCpu(mesh)
  const exit = await mesh.terminate(old)
  const cpuUs = spent()
  const from = old.terminatedAt!
  const draining = notes(old, 'draining')[0]
  const began = draining?.at ?? from
  const moves = movesOf(old)
  return {
    had: Number(draining?.sessions ?? Number.NaN),
    moved: moves?.count ?? 0,
    pauseMs: {
      median: moves?.pauseMsMedian ?? Number.NaN,
      p99: moves?.pauseMs99 ?? Number.NaN,
      longest: moves?.pauseMsMax ?? Number.NaN,
    },
    lastMovedMs: began - from + (moves?.lastMovedMs ?? Number.NaN),
    exitMs: exit.at - from,
    code: exit.code,
    cpuUs,
  }
}

/** What a process has spent can't be read any more once it has exited, so it is read again and again. */
function watchCpu(mesh: LocalMesh): () => number {
  const before = new Map<number, Cpu>()
  const last = new Map<number, Cpu>()
  const look = () => {
    for (const { pid } of mesh.running()) {
      try {
        last.set(pid, cpuOf([pid]))
      } catch {
        // It has just exited.
      }
    }
  }
  look()
  for (const [pid, cpu] of last) before.set(pid, cpu)
  const timer = setInterval(look, CPU_LOOK_MS)
  return () => {
    clearInterval(timer)
    look()
    return [...last].reduce((sum, [pid, cpu]) => sum + total(minus(cpu, before.get(pid)!)), 0)
  }
}
