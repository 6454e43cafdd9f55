// A mesh for a test of the load tester, ended after it.
import type { ExecutionContext } from 'ava'
import { ANY_NUMBER } from '../../scripts/load/tables.ts'
import { LocalMesh } from '../../scripts/local/local-mesh.ts'
import { freePort } from '../../scripts/local/ports.ts'

/** All nodes on one port. */
export async function meshFor(t: ExecutionContext): Promise<{ mesh: LocalMesh; url: string }> {
  const port = await freePort()
  const mesh = await LocalMesh.start({ port, env: ANY_NUMBER, readyWithinMs: 120_000 })
  t.teardown(() => mesh.kill())
  return { mesh, url: `http://127.0.0.1:${port}` }
}
