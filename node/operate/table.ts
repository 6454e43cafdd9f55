// What a node knows of the mesh, as a table for a terminal. A node that has left in order is not shown.
import { shortPeer } from '../../protocol/ids.ts'
import type { MeshView, NodeView } from '../core/inspect.ts'

const HEAD = ['node', 'slot', 'state', 'release', 'sessions', 'players', 'host'] as const
/** Columns of numbers, which end below each other. */
const NUMBERS: ReadonlySet<string> = new Set(['sessions', 'players'])

const BLIND =
  'Nobody has ever answered this node who its peers are, so there may be others that it cannot see: look at DNS_CLUSTER_QUERY. If it is meant to be alone, say alone.'

export function showMesh(view: MeshView): string {
  const { me, awaited, nodes, sessions, failing, stopped, room, putOff, blind } = view
  const shown = nodes
    .filter(({ state, draining }) => !(state === 'dead' && draining))
    .toSorted((a, b) => a.slot.localeCompare(b.slot, 'en', { numeric: true }) || a.startedAt - b.startedAt)
  const rows = [[...HEAD], ...shown.map(cellsOf)]
  const widths = HEAD.map((_, at) => Math.max(...rows.map(row => row[at]!.length)))
  const pad = (cell: string, at: number) =>
    NUMBERS.has(HEAD[at]!) ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)
  const lines = rows.map(row => row.map(pad).join('  ').trimEnd())
  const { known, owned, backedUp, unprotected } = sessions
  const own = `As ${shortPeer(me)} sees it. Of ${known} sessions that it knows it runs ${owned} and backs up ${backedUp}`
  const warning = unprotected > 0 ? `; ${unprotected} of its own are short of copies` : ''
  const troubles = [
    ...(blind ? [BLIND] : []),
    ...(awaited.length > 0
      ? [`It begins nothing from STATE_DIR: nodes live there that it does not reach: ${awaited.join(', ')}.`]
      : []),
    ...(room === 'plenty' ? [] : [`It has ${room === 'none' ? 'no' : 'little'} memory left for sessions.`]),
    ...(putOff > 0 ? [`Nobody has room to take over ${putOff} sessions of which it has copies.`] : []),
    ...stopped.map(session => `A bug has stopped ${session} here, and no other node has taken it over.`),
    ...failing.map(
      ({ session, what, times, error }) =>
        `The game failed in ${session ?? 'a new session'}: ${what}, ${times}×: ${error}`,
    ),
  ]
  return [`${lines.join('\n')}\n\n${own}${warning}.`, ...troubles].join('\n')
}

const cellsOf = (node: NodeView): string[] => [
  shortPeer(node.id),
  node.slot || '-',
  stateOf(node),
  node.release,
  node.state === 'dead' ? '-' : String(node.sessions),
  node.state === 'dead' ? '-' : String(node.players),
  node.host || '-',
]

function stateOf({ state, draining, cordoned, superseded }: NodeView): string {
  if (state === 'dead') return 'dead'
  const told = [
    state === 'suspected' && 'silent',
    draining && 'draining',
    superseded === true && 'superseded',
    cordoned && superseded !== true && 'cordoned',
  ]
  return told.filter(word => word !== false).join(', ') || 'serving'
}
