// What a player's page tells of itself in its data attributes.
import type { Outcome } from '../../protocol/minotaur.ts'
import type { Status } from '../../web/link/state.ts'
import type { Screen } from '../../web/play/screen.ts'

/** What the page shows; numbers are -1 and texts empty where there is nothing to show. */
export interface Shown {
  readonly screen: Screen
  readonly status: Status | ''
  /** Where the socket is. */
  readonly node: string
  readonly socketMoves: number
  readonly session: string
  readonly code: string
  readonly epoch: number
  readonly version: number
  /** The node that runs the session. */
  readonly owner: string
  readonly moves: number
  /** Why the session waits; empty while it runs. */
  readonly paused: string
  readonly unconfirmed: number
  readonly phase: 'lobby' | 'playing' | 'over' | ''
  readonly round: number
  readonly health: number
  readonly outcome: Outcome | ''
}

export interface PlayerRow {
  readonly name: string
  readonly alive: boolean
  readonly ready: boolean
}

export interface PlannedStep {
  /** As in `Move north-east`, `Strike Theseus`. */
  readonly action: string
  readonly pending: boolean
}

export interface LogLine {
  readonly round: number
  readonly text: string
}

const NUMBERS = ['socketMoves', 'epoch', 'version', 'moves', 'unconfirmed', 'round', 'health']
const TEXTS = ['screen', 'status', 'node', 'session', 'code', 'owner', 'paused', 'phase', 'outcome']

/** From the attributes of the page's outermost element. */
export function readShown(data: Readonly<Record<string, string | undefined>>): Shown {
  const texts = TEXTS.map(name => [name, data[name] ?? ''])
  const numbers = NUMBERS.map(name => [name, data[name] === undefined ? -1 : Number(data[name])])
  return Object.fromEntries([...texts, ...numbers]) as Shown
}
