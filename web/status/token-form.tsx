// Asked where the node tells nothing without a token.
import { useRef, useState } from 'preact/hooks'
import { triedToken, useToken } from './access.ts'
import { askNow } from './poll.ts'

export function TokenForm() {
  const field = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const given = field.current?.value.trim() ?? ''
    if (given === '') return field.current?.focus()
    setBusy(true)
    useToken(given)
    await askNow()
    setBusy(false)
  }
  return (
    <form class="panel token-form" onSubmit={submit} data-refused>
      <label for="token">Token for reading</label>
      <p>
        On a node, <code>node node/operate.ts token</code> prints it. It is the same at all nodes of the mesh, and kept
        until this tab is closed.
      </p>
      <div class="row">
        <input id="token" ref={field} class="field" type="password" autocomplete="current-password" autofocus />
        <button type="submit" class="button primary" disabled={busy}>
          {busy ? 'Asking…' : 'Show the mesh'}
        </button>
      </div>
      {triedToken() && (
        <p class="problem" role="alert">
          The node does not accept this token.
        </p>
      )}
    </form>
  )
}
