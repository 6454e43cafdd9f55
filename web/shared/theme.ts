// Dark or light: what the player chose, else what the system prefers. Imported first, so that it is set before the
// first paint.
import { signal } from '@preact/signals'

export type Theme = 'dark' | 'light'

const KEY = 'minotaur.theme'

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY)
    return value === 'dark' || value === 'light' ? value : null
  } catch {
    return null // storage is forbidden in some private windows
  }
}

const system = matchMedia('(prefers-color-scheme: light)')
const preferred = (): Theme => (system.matches ? 'light' : 'dark')

export const theme = signal<Theme>(stored() ?? preferred())

function show(): void {
  document.documentElement.dataset.theme = theme.value
}

export function toggleTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark'
  show()
  try {
    localStorage.setItem(KEY, theme.value)
  } catch {
    // then the choice lasts as long as the page
  }
}

system.addEventListener('change', () => {
  if (stored()) return
  theme.value = preferred()
  show()
})
show()
