// Whether the node lets this page read, and the token that the reader gave for it: kept for as long as the tab is open,
// and shown to the node that the page came from.
import { signal } from '@preact/signals'

const KEY = 'minotaur.read-token'

export interface Refused {
  /** 401: it asks for a token. */
  readonly status: 401 | 403
  readonly text: string
}

/** What the node said when it would not be read; null: it is. */
export const refused = signal<Refused | null>(null)

let token = stored()

function stored(): string {
  try {
    return sessionStorage.getItem(KEY) ?? ''
  } catch {
    return ''
  }
}

export const authorization = (): Record<string, string> => (token === '' ? {} : { authorization: `Bearer ${token}` })
export const triedToken = (): boolean => token !== ''

export function useToken(given: string): void {
  token = given
  try {
    sessionStorage.setItem(KEY, given)
  } catch {
    // then it is good for as long as the page is
  }
}
