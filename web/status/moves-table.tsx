// The recent moves of sessions between nodes.
import type { NodeView } from '../../node/core/inspect.ts'
import { type Matches, moveFields } from './filter.ts'
import type { Move } from './history.ts'
import { now } from './poll.ts'
import { TableFrame } from './table-frame.tsx'
import { duration, pause, shortPeer, shortSession } from './words.ts'

const ROWS_MAX = 100

interface Props {
  readonly moves: readonly Move[]
  readonly nodes: ReadonlyMap<string, NodeView>
  readonly matches: Matches
}

export function MovesTable({ moves, nodes, matches }: Props) {
  const found = moves.filter(move => matches(moveFields(move, nodes)))
  const shown = found.slice(0, ROWS_MAX)
  return (
    <TableFrame
      title="Moves"
      note={found.length > shown.length ? `the last ${shown.length} of ${found.length}` : `${found.length}`}
      columns={['Session', '#Pause', 'From', 'To', 'Why', '#Epoch', '#Heard']}
      empty={
        moves.length === 0
          ? 'No move since this page was opened, and the node that answers knows of none before.'
          : 'No move matches the filter.'
      }
    >
      {shown.map(move => (
        <tr key={`${move.session} ${move.epoch}`} data-move={move.session}>
          <th scope="row" class="mono" title={move.session}>
            {shortSession(move.session)}
          </th>
          <td class="number">{pause(move.pauseMs)}</td>
          <td class="mono" title={move.from}>
            {shortPeer(move.from)}
          </td>
          <td class="mono" title={move.to}>
            {shortPeer(move.to)}
          </td>
          <td>{move.planned ? 'planned' : <span class="tag silent">failover</span>}</td>
          <td class="number">{move.epoch}</td>
          <td class="number">{move.heardAt === null ? 'earlier' : `${duration(now.value - move.heardAt)} ago`}</td>
        </tr>
      ))}
    </TableFrame>
  )
}
