// Who are you? Asked once, and again where no node accepts the old token.
import { useRef, useState } from 'preact/hooks'
import { chooseName, identity, NAME_UNITS_MAX } from './identity.ts'
import { Labyrinth } from './labyrinth.tsx'
import { link, reconnect } from './store.ts'
import { codeInAddress } from './tab.ts'

export function NameScreen() {
  const [name, setName] = useState(identity.value?.name ?? '')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const invited = codeInAddress()
  const expired = link.value?.status === 'refused'

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (name.trim() === '') {
      field.current?.focus()
      return setError('Choose a name first: the others will see it.')
    }
    setBusy(true)
    setError(null)
    try {
      await chooseName(name.trim())
      reconnect()
    } catch (cause) {
      setError((cause as Error).message)
    } finally {
      setBusy(false)
    }
  }

  return (
    <div class="entrance">
      <Labyrinth />
      <form class="panel welcome" onSubmit={submit}>
        <h1>Somebody is in here with you.</h1>
        <p class="lead">
          A labyrinth for two to six, in rounds that everyone plans at once. You see only the hex you stand in. Be the
          last one standing.
        </p>
        {expired && (
          <p class="invited" role="status">
            No node accepts your old pass any more, so you come as a new player. Choose a name.
          </p>
        )}
        {invited && (
          <p class="invited">
            You are invited to game <b>{invited}</b>.
          </p>
        )}
        <label for="name">Your name</label>
        <input
          id="name"
          ref={field}
          class="field"
          autofocus
          autocomplete="nickname"
          maxLength={NAME_UNITS_MAX}
          value={name}
          aria-invalid={error !== null}
          aria-describedby={error ? 'name-error' : undefined}
          onInput={event => setName(event.currentTarget.value)}
        />
        {error && (
          <p class="problem" id="name-error" role="alert">
            {error}
          </p>
        )}
        <button type="submit" class="button primary" disabled={busy}>
          {busy ? 'One moment…' : 'Enter the labyrinth'}
        </button>
      </form>
    </div>
  )
}
