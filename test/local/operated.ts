// The operator's program, as a person runs it beside a local mesh.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { LocalMesh } from '../../scripts/local/local-mesh.ts'

const PROGRAM = join(import.meta.dirname, '..', '..', 'node', 'operate.ts')

/** The program's exit code, and all that it wrote; `port` is one for operators. */
export function operate(mesh: LocalMesh, port: number, ...words: string[]): Promise<{ code: number; said: string }> {
  const env = { PATH: process.env.PATH, OPS_PORT: String(port), MESH_KEY_FILE: mesh.keyFile }
  return new Promise(resolve => {
    const child = execFile(process.execPath, [PROGRAM, ...words], { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, said: stdout + stderr }),
    )
  })
}
