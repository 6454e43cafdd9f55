// The node's log: one JSON object a line, to stdout, for whatever collects a container's output. Fields have the same
// names everywhere (session, epoch, peer), so that one search follows a session across nodes. Lines are written at once
// and in order, because the last ones before an exit are the ones that somebody needs. The log must never see a token,
// a key, or a game's state. It decides nothing, so that a log level changes no behaviour.
import { type DestinationStream, type Logger, pino } from 'pino'
import type { PeerId } from '../../protocol/ids.ts'
import type { Note } from '../core/effect.ts'
import { monotonicNow } from './monotonic-clock.ts'

export type Log = Logger

export interface LogOptions {
  /** One of pino's levels, or `silent`. */
  readonly level: string
  /** The node that writes: it stands in each line, so that the logs of a mesh can be collected. If it is not known
   *  yet, setBindings({ node }) sets it later. */
  readonly node?: PeerId
  readonly release: string
  /** Instead of stdout. */
  readonly destination?: DestinationStream
}

export function createLog({ level, node, release, destination }: LogOptions): Log {
  const mixin = () => ({ at: monotonicNow() })
  const options = {
    level,
    base: node === undefined ? { release } : { node, release },
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin,
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

/** The level of each note. What is normal on a network, or happens once per session, is not for the everyday log. */
const LEVELS = {
  stale: 'trace',
  sealed: 'debug',
  activated: 'debug',
  moved: 'debug',
  takeover: 'debug',
  quarantined: 'error',
  'game-failed': 'error',
  memory: 'warn',
  'put-off': 'error',
  invariant: 'fatal',
  draining: 'info',
  stays: 'info',
  // Only an operator will end this node.
  superseded: 'warn',
  spread: 'info',
  drained: 'info',
  late: 'error',
  lost: 'error',
  parked: 'debug',
  resumed: 'debug',
  'given-back': 'debug',
  // The other part of the mesh may go on with it too.
  forced: 'warn',
  // Somebody played on in what another part of the mesh went on with as well.
  yielded: 'warn',
  removed: 'info',
  'mesh-awaited': 'warn',
  'mesh-found': 'info',
  unwritten: 'error',
  unmarked: 'error',
  refused: 'debug',
  // The mesh logs a sentence of its own.
  unanswered: 'debug',
  answered: 'debug',
  'checkpoints-late': 'warn',
  'checkpoints-in-time': 'info',
  suspect: 'warn',
  trust: 'info',
  // Every deploy ends like this; without a goodbye it is a crash.
  left: 'info',
  dead: 'warn',
} as const satisfies Record<Note['name'], string>

export function logNote(log: Log, note: Note): void {
  // A file that a newer one replaces is removed with every change of owner: only other removals are for the everyday
  // log.
  const level = note.name === 'removed' && note.why === 'superseded' ? 'debug' : LEVELS[note.name]
  if (log.isLevelEnabled(level)) log[level](fieldsOf(note), note.name)
}

function fieldsOf(note: Note): Record<string, unknown> {
  switch (note.name) {
    case 'stale':
      return { what: note.what, session: note.session, peer: note.from }
    case 'moved': {
      const { session, epoch, from, to, pauseMs, planned } = note.moved
      return { session, epoch, from, peer: to, pauseMs, planned }
    }
    case 'quarantined':
      return { session: note.session, epoch: note.epoch, bytes: note.bytes.byteLength, error: note.error }
    default: {
      const { name: _, ...fields } = note
      return fields
    }
  }
}
