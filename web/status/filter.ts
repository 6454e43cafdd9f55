// One filter over nodes and moves: every word must be found. A node's id, short or whole, finds it and its moves.
import type { NodeView } from '../../node/core/inspect.ts'
import type { Move } from './history.ts'
import { condition } from './words.ts'

export type Matches = (fields: readonly string[]) => boolean

export function matcher(text: string): Matches {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return fields => {
    const all = fields.join('\n').toLowerCase()
    return words.every(word => all.includes(word))
  }
}

export const nodeFields = (node: NodeView): string[] => [
  node.id,
  node.release,
  node.host,
  node.address,
  `slot:${node.slot}`,
  node.state,
  condition(node),
  node.cordoned ? 'cordoned' : '',
]

export function moveFields(move: Move, nodes: ReadonlyMap<string, NodeView>): string[] {
  return [
    move.session,
    move.from,
    move.to,
    move.planned ? 'planned' : 'failover',
    nodes.get(move.from)?.release ?? '',
    nodes.get(move.to)?.release ?? '',
  ]
}
