// What this tab was doing: which game it was in survives a reload, and the game's code stands in the address for
// sharing.
import type { ClientId, SessionId } from '../../protocol/ids.ts'
import { codeIn } from './code.ts'
import { storageKey } from './place.ts'

const KEY = storageKey('minotaur.session')

interface Visited {
  readonly session: SessionId
  readonly code: string | null
  /** The client that held the seat in it last: after a reload it still proves who this is. */
  readonly client: ClientId | null
}

/** The code in the address, as in a shared link. */
export const codeInAddress = (): string | null => codeIn(location.hash)

function stored(): Visited | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Visited | null
  } catch {
    return null
  }
}

/** The client of this tab that held the seat before. */
export function heldBefore(session: SessionId): ClientId | null {
  const visit = stored()
  return visit?.session === session ? (visit.client ?? null) : null
}

/** The game to go back to after a reload; null if the address asks for another one. */
export function visited(): SessionId | null {
  const [visit, asked] = [stored(), codeInAddress()]
  return visit && (asked === null || asked === visit.code) ? visit.session : null
}

export function remember(visit: Visited | null): void {
  try {
    if (visit) sessionStorage.setItem(KEY, JSON.stringify(visit))
    else sessionStorage.removeItem(KEY)
  } catch {
    // then a reload leads to the list of games
  }
  const hash = visit?.code ? `#${visit.code}` : ''
  if (visit && !visit.code) return
  if (location.hash !== hash) history.replaceState(null, '', `${location.pathname}${hash}`)
}
