// Who plays, as a signed token of the mesh, kept by the browser: the same player in every tab, until another name is
// chosen.
import { signal } from '@preact/signals'
import type { ClientId, SessionId } from '../../protocol/ids.ts'
import { NAME_LENGTH_MAX } from '../../protocol/limits.ts'
import { storageKey, top } from './place.ts'

export interface Identity {
  readonly token: string
  readonly player: string
  readonly name: string
  /** Milliseconds since 1970, by this machine's clock. */
  readonly savedAt: number
  /** From then on; absent where an older page kept it. */
  readonly goodForMs?: number
}

/** Of a request for a token; without a name it stays as it was. */
export interface Wanted {
  readonly name?: string
  /** A seat that is held: it proves who bears a token that has expired. */
  readonly session?: SessionId
  readonly client?: ClientId
}

/** A field counts the halves of some characters; nodes count whole ones. */
export const NAME_UNITS_MAX = 2 * NAME_LENGTH_MAX
const KEY = storageKey('minotaur.identity')

function load(): Identity | null {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Identity> | null
    return value && typeof value.token === 'string' && typeof value.name === 'string' ? (value as Identity) : null
  } catch {
    return null
  }
}

export const identity = signal<Identity | null>(load())

/** Another tab of this player has a newer token: it is this tab's too. True where it does. */
export function adopt(): boolean {
  const [stored, now] = [load(), identity.value]
  if (!stored || !now || stored.player !== now.player || stored.savedAt <= now.savedAt) return false
  identity.value = stored
  return true
}

function keep(value: Identity): void {
  identity.value = value
  try {
    localStorage.setItem(KEY, JSON.stringify(value))
  } catch {
    // then the player is one for as long as the page is open
  }
}

/** What a node answered is who plays from now on. */
export async function keepAnswer(response: Response): Promise<void> {
  const { token, player, name, goodForMs } = (await response.json()) as Omit<Identity, 'savedAt'>
  keep({ token, player, name, savedAt: Date.now(), goodForMs })
}

/** A node has given this token for the present one, to the same player under the same name. */
export function keepRenewed(token: string): void {
  if (identity.value) keep({ ...identity.value, token, savedAt: Date.now() })
}

export async function ask(wanted: Wanted, token: string | null): Promise<Response> {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (token !== null) headers.authorization = `Bearer ${token}`
  const signal = AbortSignal.timeout(8000)
  return fetch(new URL('api/name', top()), { method: 'POST', headers, body: JSON.stringify(wanted), signal })
}

/** In the node's words, which say what to do; what stands before a node may answer without any. */
async function reasonIn(response: Response): Promise<string> {
  const { text } = (await response.json().catch(() => ({}))) as { text?: unknown }
  if (typeof text === 'string') return text
  return response.status < 500 ? 'This name is not accepted: try another.' : 'Try again in a moment.'
}

/** A new player, or the present one under this name. @throws Error with a text for the player. */
export async function chooseName(name: string): Promise<void> {
  const token = identity.value?.token ?? null
  let response: Response
  try {
    response = await ask({ name }, token)
    // It has expired, or the key of the mesh is another one: whoever held this token is a new player now.
    if (response.status === 401 && token !== null) response = await ask({ name }, null)
  } catch {
    throw new Error('No node answers. Check your connection and try again.')
  }
  if (!response.ok) throw new Error(await reasonIn(response))
  await keepAnswer(response)
}
