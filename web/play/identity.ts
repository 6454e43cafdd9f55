// Who plays, as a signed token of the mesh, kept by the browser: the same player in every tab, until another name is chosen.
import { signal } from '@preact/signals'
import { NAME_LENGTH_MAX } from '../../protocol/limits.ts'
import { storageKey, top } from './place.ts'

export interface Identity {
  readonly token: string
  readonly player: string
  readonly name: string
  /** Milliseconds since 1970. */
  readonly savedAt: number
}

/** A field counts the halves of some characters; nodes count whole ones. */
export const NAME_UNITS_MAX = 2 * NAME_LENGTH_MAX
const KEY = storageKey('minotaur.identity')
/** A token is renewed long before it can expire. */
const RENEW_AFTER_MS = 24 * 60 * 60_000

function load(): Identity | null {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Identity> | null
    return value && typeof value.token === 'string' && typeof value.name === 'string' ? (value as Identity) : null
  } catch {
    return null
  }
}

export const identity = signal<Identity | null>(load())

function keep(value: Identity): void {
  identity.value = value
  try {
    localStorage.setItem(KEY, JSON.stringify(value))
  } catch {
    // then the player is one for as long as the page is open
  }
}

async function ask(name: string, token: string | null): Promise<Response> {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (token !== null) headers.authorization = `Bearer ${token}`
  const signal = AbortSignal.timeout(8000)
  return fetch(new URL('api/name', top()), { method: 'POST', headers, body: JSON.stringify({ name }), signal })
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
    response = await ask(name, token)
    // The key of the mesh is another one: whoever held this token is a new player now.
    if (response.status === 401 && token !== null) response = await ask(name, null)
  } catch {
    throw new Error('No node answers. Check your connection and try again.')
  }
  if (!response.ok) throw new Error(await reasonIn(response))
  const answer = (await response.json()) as Omit<Identity, 'savedAt'>
  keep({ token: answer.token, player: answer.player, name: answer.name, savedAt: Date.now() })
}

/** A node has given this token for the present one, to the same player under the same name. */
export function keepRenewed(token: string): void {
  if (identity.value) keep({ ...identity.value, token, savedAt: Date.now() })
}

/** Renews an old token in passing; a failure is no matter, the old one is still good. */
export async function renew(): Promise<void> {
  const now = identity.value
  if (now && Date.now() - now.savedAt > RENEW_AFTER_MS) await chooseName(now.name).catch(() => {})
}
