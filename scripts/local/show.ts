// What the scripts tell a person of a running mesh: a log line, and the steps of a deploy.
import { showMs } from './distribution.ts'
import type { Moves } from './journal.ts'
import type { LogLine, NodeProcess } from './node-process.ts'
import type { RollEvent } from './roll.ts'

/** Pino's levels. */
export const INFO = 30
export const ERROR = 50
const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'ERROR',
  60: 'FATAL',
}
/** Fields that a person needs no copy of on every line. */
const HIDDEN = new Set(['level', 'time', 'at', 'msg', 'node', 'release'])

export function showLine(node: NodeProcess, line: LogLine): string {
  const fields = Object.entries(line)
    .filter(([name]) => !HIDDEN.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const time = (line.at / 1000).toFixed(3)
  return [time, `[${node.name}]`, LEVELS[line.level] ?? line.level, line.msg ?? '', ...fields].join(' ')
}

export function showRollEvent(event: RollEvent): string {
  const who = `slot ${event.slot} ${event.release}`
  switch (event.kind) {
    case 'starting':
      return `${who} starts`
    case 'ready':
      return `${who} is ready after ${showMs(event.afterMs)}`
    case 'leaving':
      return `${who} is told to leave`
    case 'left': {
      const { exit, afterMs, moves, complaint } = event
      const how = exit.signal === null ? `exit code ${exit.code}` : `killed by ${exit.signal}`
      const words = complaint === null ? '' : `\n${complaint}`
      return `${who} left after ${showMs(afterMs)}, ${how}: ${showMoves(moves)}${words}`
    }
    default:
      return event satisfies never
  }
}

function showMoves(moves: Moves | null): string {
  if (moves === null) return 'it did not say that all had moved'
  const { count, pauseMsMedian, pauseMs99, pauseMsMax } = moves
  if (count === 0) return 'it had no session'
  const paused = [
    `p50 ${showMs(pauseMsMedian)}`,
    ...(count > 1 ? [`p99 ${showMs(pauseMs99)}`, `max ${showMs(pauseMsMax)}`] : []),
  ]
  return `${count} ${count === 1 ? 'session' : 'sessions'} moved; paused ${paused.join(', ')}`
}
