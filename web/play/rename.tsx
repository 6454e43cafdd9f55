// The player's name on the home screen, and the change of it.
import { useState } from 'preact/hooks'
import { chooseName, identity, NAME_UNITS_MAX } from './identity.ts'
import { reconnect } from './store.ts'

export function Rename() {
  const [draft, setDraft] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const name = identity.value?.name ?? ''

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const next = draft?.trim() ?? ''
    if (next === '' || next === name) return setDraft(null)
    try {
      await chooseName(next)
      reconnect()
      setDraft(null)
      setError(null)
    } catch (cause) {
      setError((cause as Error).message)
    }
  }

  if (draft === null) {
    return (
      <div class="who">
        <h1>Welcome, {name}</h1>
        <button type="button" class="button quiet small" onClick={() => setDraft(name)}>
          Change name
        </button>
      </div>
    )
  }
  return (
    <form class="who" onSubmit={submit}>
      <label class="hidden-text" for="rename">
        Your new name
      </label>
      <input
        id="rename"
        class="field"
        autofocus
        maxLength={NAME_UNITS_MAX}
        value={draft}
        onInput={event => setDraft(event.currentTarget.value)}
        onKeyDown={event => event.key === 'Escape' && setDraft(null)}
      />
      <button type="submit" class="button primary">
        Keep
      </button>
      {error && (
        <p class="problem" role="alert">
          {error}
        </p>
      )}
    </form>
  )
}
