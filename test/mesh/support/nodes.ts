// Real meshes over loopback for the tests of one process: each keeps what it told and logged.
import type { Libp2pMesh } from '../../../node/mesh/libp2p.ts'
import type { MeshEvent } from '../../../node/mesh/mesh.ts'
import type { MeshLog } from '../../../node/mesh/mesh-log.ts'
import { openMesh } from '../../../node/mesh/open.ts'
import type { MeshOptions } from '../../../node/mesh/options.ts'

export const HOST = '127.0.0.1'
export const KEY = 'the mesh key of these tests'
const LONG_MS = 20_000

export interface TestNode {
  readonly mesh: Libp2pMesh
  readonly events: MeshEvent[]
  /** Warnings and errors. */
  readonly complaints: string[]
}

const running = new Set<TestNode>()

/** After each test, however it ended: a mesh that is left open keeps the process from ending. */
export async function stopOpen(): Promise<void> {
  await Promise.all([...running].map(({ mesh }) => mesh.stop()))
  running.clear()
}

/** Opened, not started. */
export async function open(options: Partial<MeshOptions> = {}): Promise<TestNode> {
  const events: MeshEvent[] = []
  const complaints: string[] = []
  const quiet = () => undefined
  const complain = (_fields: unknown, text: string) => {
    complaints.push(text)
  }
  const log: MeshLog = { debug: quiet, info: quiet, warn: complain, error: complain }
  const mesh = await openMesh({
    listen: { host: HOST, port: 0 },
    keys: [KEY],
    release: 'test',
    log,
    onEvent: event => events.push(event),
    ...options,
  })
  const node = { mesh, events, complaints }
  running.add(node)
  return node
}

export async function start(options: Partial<MeshOptions> = {}): Promise<TestNode> {
  const node = await open(options)
  node.mesh.start()
  return node
}

export const at = (port: number) => ({ host: HOST, port })

export async function until(condition: () => boolean): Promise<boolean> {
  const end = performance.now() + LONG_MS
  while (!condition()) {
    if (performance.now() > end) return false
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  return true
}

export const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
