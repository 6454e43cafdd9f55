// How long sessions pause when their node is told to leave, and how long it takes until the last one runs elsewhere.
// As in a deploy, a new node of the same slot stands ready before; the nodes are processes on this machine.
import { setTimeout as sleep } from 'node:timers/promises'
import { targetOf } from '../load/sign-in.ts'
import { ANY_NUMBER, setTables } from '../load/tables.ts'
import { type Distribution, distributionOf } from '../local/distribution.ts'
import { movesOf, notes } from '../local/journal.ts'
import { LocalMesh } from '../local/local-mesh.ts'
import { nextRelease } from '../local/roll.ts'

export interface HandoffResult {
  readonly sessions: number
  readonly runs: number
  /** Of each run's sessions, the median pause and the longest one. */
  readonly medianPauses: Distribution
  readonly longestPauses: Distribution
  /** From SIGTERM until the last session of a run had moved: its new owner had said so. */
  readonly lastMoved: Distribution
  readonly exits: Distribution
  /** Sessions that were on a leaving node and did not move: any is a bug. */
  readonly stayed: number
  /** Nodes that exited with an error: any is a bug. */
  readonly badExits: number
}

/** Few sessions tell little in one run. */
export const runsFor = (sessions: number): number => (sessions <= 10 ? 20 : sessions <= 100 ? 5 : 3)

export async function benchHandoff(
  sessions: number,
  runs: number,
  rehearse: number,
  onRun: () => void,
): Promise<HandoffResult> {
  const all: Run[] = []
  for (let run = 0; run < runs; run++) {
    all.push(await oneRun(sessions, rehearse))
    onRun()
  }
  return {
    sessions,
    runs,
    medianPauses: distributionOf(all.map(run => run.medianMs)),
    longestPauses: distributionOf(all.map(run => run.longestMs)),
    lastMoved: distributionOf(all.map(run => run.lastMovedMs)),
    exits: distributionOf(all.map(run => run.exitMs)),
    stayed: all.reduce((sum, run) => sum + sessions - run.moved, 0),
    badExits: all.filter(run => run.code !== 0).length,
  }
}

interface Run {
  readonly moved: number
  readonly medianMs: number
  readonly longestMs: number
  readonly lastMovedMs: number
  readonly exitMs: number
  readonly code: number | null
}

/** After the tables are set and a node has joined, all come to rest: a deploy does not come in the middle of a rush. */
const REST_MS = 1_500

/** A mesh of its own for each, at the usual log level: a log of single sessions costs more than to move them. */
async function oneRun(sessions: number, rehearse: number): Promise<Run> {
  const mesh = await LocalMesh.start({ env: { ...ANY_NUMBER, REHEARSE: String(rehearse) } })
  try {
    const [old] = mesh.serving()
    await setTables(targetOf(`http://127.0.0.1:${old!.port}`), sessions)
    const fresh = await mesh.add(old!.slot, nextRelease(mesh.nodes.map(node => node.release)))
    await mesh.untilReady(fresh)
    await sleep(REST_MS)
    const exit = await mesh.terminate(old!)
    const from = old!.terminatedAt!
    const began = notes(old!, 'draining')[0]?.at ?? from
    const moves = movesOf(old!)
    return {
      moved: moves?.count ?? 0,
      medianMs: moves?.pauseMsMedian ?? Number.NaN,
      longestMs: moves?.pauseMsMax ?? Number.NaN,
      lastMovedMs: began - from + (moves?.lastMovedMs ?? Number.NaN),
      exitMs: exit.at - from,
      code: exit.code,
    }
  } finally {
    await mesh.kill()
  }
}
