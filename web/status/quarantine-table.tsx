// Sessions whose state a node could not load. There should be none, so nothing is shown then; those that go on trouble
// nobody.
import type { Quarantined } from './history.ts'
import { TableFrame } from './table-frame.tsx'
import { bytes, plural, shortPeer, shortSession } from './words.ts'

export function QuarantineTable({ rows }: { readonly rows: readonly Quarantined[] }) {
  if (rows.length === 0) return null
  return (
    <TableFrame
      title="Quarantined"
      note={`${plural(rows.length, 'session')} that a node could not load; bytes and error are kept there`}
      columns={['Session', 'Node', '#Epoch', '#Bytes', 'Now', 'Error']}
      empty=""
    >
      {rows.map(row => (
        <tr key={`${row.node} ${row.session} ${row.epoch}`} data-quarantined={row.session}>
          <th scope="row" class="mono" title={row.session}>
            {shortSession(row.session)}
          </th>
          <td class="mono" title={row.node}>
            {shortPeer(row.node)}
          </td>
          <td class="number">{row.epoch}</td>
          <td class="number">{bytes(row.bytes)}</td>
          <td>{row.resolved ? 'goes on' : <span class="tag dead">waits</span>}</td>
          <td class="error-text">{row.error}</td>
        </tr>
      ))}
    </TableFrame>
  )
}
