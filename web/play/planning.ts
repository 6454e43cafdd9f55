// What keys and clicks on the board do: register, unregister, ready. Only what the rules allow is sent.
import type { Action } from '../../protocol/minotaur.ts'
import { whyNot } from '../../protocol/minotaur-legal.ts'
import type { Intent } from './directions.ts'
import { act, foreseen } from './store.ts'
import { toast } from './toasts.ts'

export function register(action: Action): void {
  const view = foreseen.value?.view
  if (!view?.you.alive || view.phase !== 'playing') return
  const why = whyNot(view, { do: 'register', action })
  if (why === null) act({ do: 'register', action })
  else toast({ kind: 'refused', text: why })
}

export const unregister = (index: number): void => act({ do: 'unregister', index })

export function toggleReady(): void {
  const view = foreseen.value?.view
  if (view?.phase === 'playing' && view.you.alive) act({ do: 'ready', ready: !view.you.ready })
}

export function perform(intent: Intent): void {
  const view = foreseen.value?.view
  if (!view) return
  switch (intent.kind) {
    case 'move':
      return register({ kind: 'move', direction: intent.direction })
    case 'attack': {
      const target = view.here[intent.nth]
      return target === undefined ? undefined : register({ kind: 'attack', target })
    }
    case 'undo':
      return view.you.actions.length > 0 ? unregister(view.you.actions.length - 1) : undefined
    case 'ready':
      return toggleReady()
    default:
      return intent satisfies never
  }
}
