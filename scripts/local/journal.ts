// What a node's log tells of the sessions that moved: which it gave away and which it took, when, and after what pause.
// A node logs single sessions at the level `debug` only, and the sum of a drain always.
import type { LogLine } from './node-process.ts'

/** A node, as far as its log tells. */
export interface Logged {
  readonly log: readonly LogLine[]
}

export interface Move {
  readonly session: string
  readonly to: string
  readonly pauseMs: number
  /** When the giver heard that the session runs again, by the machine's monotonic clock. */
  readonly at: number
}

/** A drain in sum, as the node itself tells it. */
export interface Moves {
  readonly count: number
  readonly pauseMsMedian: number
  readonly pauseMs99: number
  readonly pauseMsMax: number
  /** From the beginning of the drain until the last session ran elsewhere. */
  readonly lastMovedMs: number
}

/** Lines of the log that bear a note of this name. */
export const notes = (node: Logged, name: string): LogLine[] => node.log.filter(line => line.msg === name)

/** The sessions that this node gave away, in the order in which their new owners answered. */
export function movesFrom(node: Logged): Move[] {
  return notes(node, 'moved').flatMap(line => {
    if (line.from !== line.node) return []
    return [{ session: String(line.session), to: String(line.peer), pauseMs: Number(line.pauseMs), at: line.at }]
  })
}

/** Null where the node has not said that its drain is done. */
export function movesOf(node: Logged): Moves | null {
  const [drained] = notes(node, 'drained')
  if (drained === undefined) return null
  const told = (field: string) => Number(drained[field])
  return {
    count: told('moved'),
    pauseMsMedian: told('pauseMsMedian'),
    pauseMs99: told('pauseMs99'),
    pauseMsMax: told('pauseMsMax'),
    lastMovedMs: told('lastMovedMs'),
  }
}

export interface Activation {
  readonly session: string
  readonly epoch: number
  readonly at: number
}

/** Epochs of sessions that this node began to run, and when: also where it was the owner before. */
export const activations = (node: Logged): Activation[] =>
  notes(node, 'activated').map(line => ({ session: String(line.session), epoch: Number(line.epoch), at: line.at }))

/** Epochs of sessions that more than one node ran: there must never be any [G1]. */
export function forks(nodes: readonly Logged[]): string[] {
  const runs = nodes.flatMap(node =>
    activations(node).map(({ session, epoch }) => ({ key: `${session} ${epoch}`, node })),
  )
  const byEpoch = Map.groupBy(runs, run => run.key)
  return [...byEpoch].filter(([, run]) => new Set(run.map(({ node }) => node)).size > 1).map(([key]) => key)
}
