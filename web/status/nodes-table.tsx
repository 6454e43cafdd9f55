// All that the nodes tell of themselves, as a table: the drawing in words.
import type { NodeView } from '../../node/core/inspect.ts'
import type { Matches } from './filter.ts'
import { nodeFields } from './filter.ts'
import { inOrder } from './layout.ts'
import { now } from './poll.ts'
import { TableFrame } from './table-frame.tsx'
import { condition, duration, shortPeer } from './words.ts'

interface Props {
  readonly nodes: readonly NodeView[]
  readonly matches: Matches
  readonly chosen: string
  readonly onChoose: (id: string) => void
}

function Row({ node, chosen, onChoose }: { readonly node: NodeView } & Pick<Props, 'chosen' | 'onChoose'>) {
  const name = shortPeer(node.id)
  const state = condition(node)
  const gone = node.state === 'dead'
  return (
    <tr class={gone ? 'gone' : ''} data-node-row={node.id}>
      <td>{node.slot || '–'}</td>
      <th scope="row">
        <button
          type="button"
          class="link"
          title={node.id}
          aria-pressed={chosen === name}
          onClick={() => onChoose(node.id)}
        >
          {name}
        </button>
        {node.state === 'self' && <span class="tag">answers</span>}
      </th>
      <td>
        {state ? <span class={`tag ${state}`}>{state}</span> : 'serving'}
        {state === 'draining' && node.cordoned && <span class="tag cordoned beside">cordoned</span>}
      </td>
      <td>{node.release}</td>
      <td class="number">{gone ? '–' : node.sessions.toLocaleString('en')}</td>
      <td class="number">{gone ? '–' : node.players.toLocaleString('en')}</td>
      <td class="number">{gone ? '–' : node.load.toFixed(node.load < 10 ? 2 : 0)}</td>
      <td class="number">{gone ? '–' : duration(now.value - node.startedAt)}</td>
      <td>{node.host || '–'}</td>
      <td class="mono">{node.address}</td>
    </tr>
  )
}

export function NodesTable({ nodes, matches, chosen, onChoose }: Props) {
  const shown = inOrder(nodes).filter(node => matches(nodeFields(node)))
  return (
    <TableFrame
      title="Nodes"
      note={shown.length === nodes.length ? `${nodes.length}` : `${shown.length} of ${nodes.length}`}
      columns={['Slot', 'Node', 'State', 'Release', '#Sessions', '#Players', '#Load', '#Up', 'Host', 'Address']}
      empty="No node matches the filter."
    >
      {shown.map(node => (
        <Row key={node.id} node={node} chosen={chosen} onChoose={onChoose} />
      ))}
    </TableFrame>
  )
}
