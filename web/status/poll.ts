// Asks for the mesh every second, of whichever node the balancer picks, and keeps asking when none answers.
import { signal } from '@preact/signals'
import type { MeshView } from '../../node/core/inspect.ts'
import { authorization, refused } from './access.ts'
import { answered, type History, NOTHING, unanswered } from './history.ts'

const EVERY_MS = 1000
/** A node that is stopped (SIGSTOP) accepts connections and never answers. */
const PATIENCE_MS = 3000

export const mesh = signal<History>(NOTHING)
/** For ages: moves on by itself, also while nobody answers. */
export const now = signal(Date.now())

async function ask(): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const response = await fetch('api/mesh', { cache: 'no-store', headers: authorization(), signal })
  if (response.status === 401 || response.status === 403) {
    const { text } = (await response.json()) as { readonly text: string }
    refused.value = { status: response.status, text }
  }
  if (!response.ok) throw new Error(`the node answered ${response.status}`)
  const view = (await response.json()) as MeshView
  refused.value = null
  mesh.value = answered(mesh.value, view, Date.now())
}

export async function askNow(): Promise<void> {
  await ask().catch(() => {
    mesh.value = unanswered(mesh.value)
  })
}

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

export async function poll(): Promise<never> {
  for (;;) {
    const startedAt = performance.now()
    await askNow()
    now.value = Date.now()
    await sleep(Math.max(100, EVERY_MS - (performance.now() - startedAt)))
  }
}

setInterval(() => {
  now.value = Date.now()
}, EVERY_MS)
