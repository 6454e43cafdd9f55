// Short messages that come and go by themselves.
import { signal } from '@preact/signals'
import type { Notice } from './notices.ts'

export interface Toast extends Notice {
  readonly id: number
}

const LASTS_MS = 6000
/** Who was away when it came should find it: what is lost is told only once. */
const LOST_LASTS_MS = 60_000
const SHOWN_MAX = 3

export const toasts = signal<readonly Toast[]>([])
let count = 0

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter(toast => toast.id !== id)
}

/** The same text again replaces itself, so that ten moves in a row are one message. */
export function toast(notice: Notice): void {
  const id = ++count
  const others = toasts.value.filter(
    other => other.text !== notice.text && !(notice.kind === 'moved' && other.kind === 'moved'),
  )
  toasts.value = [...others, { ...notice, id }].slice(-SHOWN_MAX)
  setTimeout(() => dismiss(id), notice.kind === 'lost' ? LOST_LASTS_MS : LASTS_MS)
}
