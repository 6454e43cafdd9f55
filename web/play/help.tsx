// Beside the board, behind a question mark: the rules, and what the marks on the board mean. The round's clock runs on
// meanwhile.
import { useEffect, useRef } from 'preact/hooks'
import type { MinotaurView } from '../../protocol/minotaur.ts'
import { RuleList } from './rules.tsx'

function Keys() {
  return (
    <p class="keys">
      <kbd>W</kbd>
      <kbd>E</kbd>
      <kbd>A</kbd>
      <kbd>D</kbd>
      <kbd>Z</kbd>
      <kbd>X</kbd> walk, as they lie around <kbd>S</kbd>; <kbd>1</kbd>–<kbd>5</kbd> strike; <kbd>⌫</kbd> take back;{' '}
      <kbd>R</kbd> ready; <kbd>?</kbd> this help
    </p>
  )
}

export function Help({ view }: { readonly view: MinotaurView }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const onKey = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): void => {
      if (key !== '?' || ctrlKey || metaKey || altKey) return
      if (dialog.current?.open) dialog.current.close()
      else dialog.current?.showModal()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <button
        type="button"
        class="button small icon-only help-button"
        aria-label="How it is played"
        aria-haspopup="dialog"
        onClick={() => dialog.current?.showModal()}
      >
        ?
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the Escape key closes a dialog by itself */}
      <dialog
        ref={dialog}
        class="help"
        aria-labelledby="help-title"
        // Of what lies outside the dialog's content there is only its backdrop.
        onClick={event => event.target === dialog.current && dialog.current?.close()}
      >
        <div>
          {/* Else the button at the end would be focused, and scrolled to. */}
          <h2 id="help-title" tabIndex={-1} autofocus>
            How it is played
          </h2>
          <RuleList rules={view.rules} />
          <h3>On the board</h3>
          <ul class="rule-list">
            <li>A hex with a dashed edge: your plan can go there. With a question mark: there may be a wall.</li>
            <li>A heavy line is a wall. The red thread is your plan. Whoever has a dashed ring can be struck.</li>
            <li>An arrow in somebody's colour: that way they came or left in the last round.</li>
          </ul>
          <Keys />
          <form method="dialog">
            <button type="submit" class="button primary">
              Play on
            </button>
          </form>
        </div>
      </dialog>
    </>
  )
}
