// The corner where passing messages appear.
import { dismiss, toasts } from './toasts.ts'

export function Toasts() {
  return (
    <output class="toasts" aria-live="polite">
      {toasts.value.map(({ id, kind, text }) => (
        <div key={id} class={`toast ${kind}`} data-toast={kind}>
          <span>{text}</span>
          <button type="button" class="button quiet small icon-only" aria-label="Dismiss" onClick={() => dismiss(id)}>
            <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
              <path d="M2 2l12 12M14 2L2 14" stroke="currentColor" stroke-width="2" />
            </svg>
          </button>
        </div>
      ))}
    </output>
  )
}
