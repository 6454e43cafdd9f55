// What the containers' logs tell of a deploy: who left and when, which sessions moved, and how long each was paused.
// Their clocks are one: all containers run on this host, whose monotonic clock stamps every line.
import * as v from 'valibot'
import type { LogLine } from '../../scripts/local/node-process.ts'
import type { Cluster, Task } from './cluster.ts'

/** A session that a leaving node gave away. */
export interface Move {
  readonly session: string
  /** Of the session, as the node that gave it up saw it. */
  readonly pauseMs: number
  /** From the leaving node's SIGTERM until the session ran on another node. */
  readonly resumedMs: number
}

/** A node's leaving, from SIGTERM until it had nothing left, by the machine's monotonic clock. */
export interface Drain {
  readonly from: number
  readonly to: number
  /** Sessions that it gave away. */
  readonly moved: number
  readonly pauseMsMedian: number
  /** From SIGTERM until the last of them had moved: its new owner had said so. */
  readonly lastMovedMs: number
}

export interface Journal {
  readonly moves: readonly Move[]
  readonly drains: readonly Drain[]
  /** Lines that no good deploy has: errors, and broken invariants above all. */
  readonly complaints: readonly string[]
}

const DrainedSchema = v.object({ moved: v.number(), pauseMsMedian: v.number(), lastMovedMs: v.number() })

const ERROR = 50

/** Lines that are no JSON come from the runtime itself, before or after the node's own log: they are complaints. */
export function parseLines(output: string): LogLine[] {
  return output.split('\n').flatMap(text => {
    if (text.trim() === '') return []
    try {
      return [JSON.parse(text) as LogLine]
    } catch {
      return [{ level: ERROR, at: 0, msg: text }]
    }
  })
}

const describe = ({ slot, image }: Task, line: LogLine) => `slot ${slot} ${image}: ${JSON.stringify(line)}`

/** A container's log, line by line. */
export interface Log {
  readonly task: Task
  readonly log: readonly LogLine[]
}

/** Of all containers that the service has and had. */
export async function readLogs(cluster: Cluster): Promise<Log[]> {
  const tasks = (await cluster.tasks()).filter(task => task.container !== '')
  return Promise.all(tasks.map(async task => ({ task, log: parseLines(await cluster.logOf(task.container)) })))
}

/** What no container may say: errors, and broken invariants above all. */
export const complaintsOf = (logs: readonly Log[]): string[] =>
  logs.flatMap(({ task, log }) => log.flatMap(line => (line.level >= ERROR ? [describe(task, line)] : [])))

/** Of all containers that the service has and had: what happened after `since`, by the machine's monotonic clock. */
export async function readJournal(cluster: Cluster, since: number): Promise<Journal> {
  const logs = await readLogs(cluster)
  const resumed = logs.flatMap(({ log }) => log.filter(line => line.msg === 'activated'))
  const moves = logs.flatMap(({ log }) => {
    const told = log.find(line => line.msg === 'draining')?.at ?? Number.NaN
    return log.flatMap(line => {
      // A node logs the moves that it hears of, too.
      if (line.msg !== 'moved' || line.from !== line.node || line.at < since) return []
      const taken = resumed.find(({ session, epoch }) => session === line.session && epoch === line.epoch)
      const { session, pauseMs } = line
      return [{ session: String(session), pauseMs: Number(pauseMs), resumedMs: (taken?.at ?? Number.NaN) - told }]
    })
  })
  const drains = logs.flatMap(({ log }) => {
    const [told, done] = ['draining', 'drained'].map(note => log.find(line => line.msg === note))
    if (!told || !done || told.at < since) return []
    const { moved, pauseMsMedian, lastMovedMs } = v.parse(DrainedSchema, done)
    return [{ from: told.at, to: done.at, moved, pauseMsMedian, lastMovedMs }]
  })
  return { moves, drains, complaints: complaintsOf(logs) }
}

/** The most nodes that were leaving at one time. */
export const overlapOf = (drains: readonly Drain[]): number =>
  Math.max(0, ...drains.map(({ from }) => drains.filter(other => other.from <= from && from < other.to).length))
