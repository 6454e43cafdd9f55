// Says that the session waits, and for what. Nothing is lost meanwhile: what the player does is queued.
import { blocked } from './blocked.ts'
import { link } from './store.ts'

export function PausedNote() {
  const state = link.value
  const why = state?.session?.paused
  const away = state?.status === 'offline' || state?.status === 'connecting'
  if (why == null && !away) return null
  return (
    <p class="paused-note" role="status" data-paused-note>
      <b>{blocked.value !== null ? 'Not connected.' : why == null ? 'Reconnecting.' : 'The game is paused.'}</b>{' '}
      {blocked.value ?? why ?? 'What you do is kept and sent as soon as a node answers.'}
    </p>
  )
}
