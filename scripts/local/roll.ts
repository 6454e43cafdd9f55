// A start-first rolling deploy over a local mesh, as Swarm does it: for each slot the new node first, until it is
// ready, then SIGTERM to the old one. A new node that does not become ready ends the deploy; the old one of its slot
// was told nothing.
import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicNow } from '../../node/ops/monotonic-clock.ts'
import { type Moves, movesOf } from './journal.ts'
import type { LocalMesh } from './local-mesh.ts'
import type { Exit, NodeProcess } from './node-process.ts'

export interface RollOptions {
  /** Slots at a time. */
  readonly parallel: number
  /** Between one group's new nodes being ready and the next group's start. */
  readonly delayMs: number
  /** Go on while the old nodes still drain, as Swarm does; else wait for their exit. */
  readonly overlap: boolean
}

export type RollEvent =
  | { readonly kind: 'starting'; readonly slot: number; readonly release: string }
  | { readonly kind: 'ready'; readonly slot: number; readonly release: string; readonly afterMs: number }
  | { readonly kind: 'leaving'; readonly slot: number; readonly release: string }
  | {
      readonly kind: 'left'
      readonly slot: number
      readonly release: string
      readonly exit: Exit
      readonly afterMs: number
      readonly moves: Moves | null
      /** The last words of a node that ended badly. */
      readonly complaint: string | null
    }

/** `v1` becomes `v2`; other names get a number. */
export function nextRelease(releases: readonly string[]): string {
  const numbers = releases.map(release => Number(/(\d+)$/.exec(release)?.[1] ?? 1))
  return `v${Math.max(0, ...numbers) + 1}`
}

/** Replaces every serving node. Resolves when all old ones have exited. @throws where a new one does not become
 *  ready. */
export async function roll(
  mesh: LocalMesh,
  { parallel, delayMs, overlap }: RollOptions,
  onEvent: (event: RollEvent) => void = () => undefined,
): Promise<void> {
  const old = mesh.serving()
  const release = nextRelease(mesh.nodes.map(node => node.release))
  const leaving: Promise<void>[] = []
  try {
    for (let at = 0; at < old.length; at += parallel) {
      if (at > 0) await sleep(delayMs)
      const group = old.slice(at, at + parallel)
      await Promise.all(group.map(({ slot }) => startNew(mesh, slot, release, onEvent)))
      const left = group.map(node => leave(mesh, node, onEvent))
      leaving.push(...left)
      if (!overlap) await Promise.all(left)
    }
  } finally {
    await Promise.all(leaving)
  }
}

async function startNew(mesh: LocalMesh, slot: number, release: string, onEvent: (event: RollEvent) => void) {
  onEvent({ kind: 'starting', slot, release })
  const startedAt = monotonicNow()
  const node = await mesh.add(slot, release)
  try {
    await mesh.untilReady(node)
  } catch (error) {
    node.signal('SIGKILL')
    throw error
  }
  onEvent({ kind: 'ready', slot, release, afterMs: monotonicNow() - startedAt })
}

async function leave(mesh: LocalMesh, node: NodeProcess, onEvent: (event: RollEvent) => void) {
  const { slot, release } = node
  onEvent({ kind: 'leaving', slot, release })
  const exit = await mesh.terminate(node)
  const complaint = exit.code === 0 ? null : node.lastWords()
  onEvent({ kind: 'left', slot, release, exit, afterMs: exit.at - node.terminatedAt!, moves: movesOf(node), complaint })
}
