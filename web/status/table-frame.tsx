// A titled table that scrolls by itself, also from the keyboard, when it is wider than the page. `#` before a column's
// name sets it as numbers.
import { type ComponentChildren, toChildArray } from 'preact'
import { useId } from 'preact/hooks'

interface Props {
  readonly title: string
  readonly note: string
  readonly columns: readonly string[]
  readonly empty: string
  readonly children: ComponentChildren
}

export function TableFrame({ title, note, columns, empty, children }: Props) {
  const id = useId()
  const rows = toChildArray(children)
  return (
    <section class="panel table-frame" aria-labelledby={id}>
      <h2 id={id}>
        {title} <small>{note}</small>
      </h2>
      {rows.length === 0 ? (
        <p class="empty">{empty}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
        <section class="scroll" tabIndex={0} aria-labelledby={id}>
          <table>
            <thead>
              <tr>
                {columns.map(column => (
                  <th key={column} scope="col" class={column.startsWith('#') ? 'number' : ''}>
                    {column.replace('#', '')}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{rows}</tbody>
          </table>
        </section>
      )}
    </section>
  )
}
