// What the page remembers of the mesh: the last answer of whichever node answered, and the moves of all answers
// together. Nodes hear of moves in different orders and a balancer may ask another node each second, so a move is known
// by its session and epoch, of which there is one [G1], and keeps the place at which this page first heard of it.

import type { MeshView, NodeView } from '../../node/core/inspect.ts'
import type { PeerId } from '../../protocol/ids.ts'
import type { Moved } from '../../protocol/mesh.ts'

export const MOVES_MAX = 1000
/** For so long a dead node is still shown: its fate is news for a while, and a deploy leaves many. */
export const DEAD_SHOWN_MS = 20_000

export interface Move extends Moved {
  /** When this page heard of it; null for what had happened before it was opened. */
  readonly heardAt: number | null
}

export interface Quarantined {
  readonly node: PeerId
  readonly session: string
  readonly epoch: number
  readonly bytes: number
  readonly error: string
  readonly resolved: boolean
}

export interface History {
  readonly view: MeshView | null
  /** Of the view, without those that are dead for long. */
  readonly nodes: readonly NodeView[]
  /** When this page first heard so. */
  readonly deadSince: ReadonlyMap<PeerId, number>
  /** Newest first. */
  readonly moves: readonly Move[]
  /** Those that the last answer added. */
  readonly fresh: readonly Move[]
  /** Of every node that has answered and is still in the mesh. */
  readonly quarantined: readonly Quarantined[]
  readonly answeredAt: number | null
  /** Requests in a row that were not answered. */
  readonly failures: number
}

export const NOTHING: History = {
  view: null,
  nodes: [],
  deadSince: new Map(),
  moves: [],
  fresh: [],
  quarantined: [],
  answeredAt: null,
  failures: 0,
}

const keyOf = (move: Moved): string => `${move.session} ${move.epoch}`

function deadOf(history: History, view: MeshView, now: number): ReadonlyMap<PeerId, number> {
  const dead = view.nodes.filter(node => node.state === 'dead')
  return new Map(dead.map(({ id }): [PeerId, number] => [id, history.deadSince.get(id) ?? now]))
}

export function answered(history: History, view: MeshView, now: number): History {
  const known = new Set(history.moves.map(keyOf))
  const heardAt = history.view === null ? null : now
  const fresh = view.moved.filter(move => !known.has(keyOf(move))).map((move): Move => ({ ...move, heardAt }))
  const present = new Set(view.nodes.filter(node => node.state !== 'dead').map(node => node.id))
  const others = history.quarantined.filter(one => one.node !== view.me && present.has(one.node))
  const own = view.quarantined.map((one): Quarantined => ({ ...one, node: view.me }))
  const deadSince = deadOf(history, view, now)
  return {
    view,
    nodes: view.nodes.filter(({ id }) => now - (deadSince.get(id) ?? now) < DEAD_SHOWN_MS),
    deadSince,
    moves: [...fresh, ...history.moves].slice(0, MOVES_MAX),
    fresh: heardAt === null ? [] : fresh,
    quarantined: [...own, ...others],
    answeredAt: now,
    failures: 0,
  }
}

export const unanswered = (history: History): History => ({ ...history, fresh: [], failures: history.failures + 1 })
