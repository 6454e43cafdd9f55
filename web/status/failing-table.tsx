// What a game's own functions could not do, in the sessions of the node that answers. There should be nothing, so
// nothing is shown then.
import type { MeshView } from '../../node/core/inspect.ts'
import { TableFrame } from './table-frame.tsx'
import { plural, shortSession } from './words.ts'

export function FailingTable({ rows }: { readonly rows: MeshView['failing'] }) {
  if (rows.length === 0) return null
  return (
    <TableFrame
      title="Errors of the game"
      note={`${plural(rows.length, 'error')} on the node that answers; what it was asked was not done, and the session goes on as it was`}
      columns={['Session', 'In', '#Times', 'Error']}
      empty=""
    >
      {rows.map(row => (
        <tr key={`${row.session} ${row.what}`} data-failing={row.session}>
          <th scope="row" class="mono" title={row.session ?? ''}>
            {row.session ? shortSession(row.session) : 'a new one'}
          </th>
          <td class="mono">{row.what}</td>
          <td class="number">{row.times}</td>
          <td class="error-text">{row.error}</td>
        </tr>
      ))}
    </TableFrame>
  )
}
