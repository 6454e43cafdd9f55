// Why no socket opens though nodes answer: asked of them by HTTP, for a browser tells a page nothing of a handshake
// that failed.
import { signal } from '@preact/signals'
import { top } from './place.ts'

const EVERY_MS = 3000
const PATIENCE_MS = 5000
/** In a deploy one may answer a moment before the next socket opens. */
const ANSWERS_MIN = 2

/** In a node's words; null: none is known. */
export const blocked = signal<string | null>(null)

/** What else may stand there answers none of these in JSON. */
const REFUSALS: ReadonlySet<number> = new Set([403, 426, 429, 503])

let asking = false
/** Which of several was begun last: the others end. */
let latest = 0

/** Called with each change of the link; `away`: several sockets in a row did not open. */
export function watchSockets(away: boolean): void {
  if (!away) blocked.value = null
  else if (!asking) void askOn()
  asking = away
}

async function askOn(): Promise<void> {
  const mine = ++latest
  const goesOn = () => asking && mine === latest
  await pause()
  for (let answers = 0; goesOn(); await pause()) {
    const why = await ask().catch(() => null)
    answers = why === null ? 0 : answers + 1
    if (goesOn()) blocked.value = answers < ANSWERS_MIN ? null : why
  }
}

const pause = () => new Promise(resolve => setTimeout(resolve, EVERY_MS))

/** What a node says of a socket from here; null where what answers is none. */
async function ask(): Promise<string | null> {
  const response = await fetch(new URL('play', top()), { method: 'POST', signal: AbortSignal.timeout(PATIENCE_MS) })
  if (!REFUSALS.has(response.status)) return null
  const { text } = (await response.json()) as { readonly text?: unknown }
  return typeof text === 'string' ? text : null
}
