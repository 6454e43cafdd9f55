// `npm run operate`: node/operate.ts for the mesh of `npm start`, whose key and port for operators it finds by itself.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { runningMesh } from './local/control.ts'

const mesh = runningMesh()
const { MESH_KEY: _key, ...rest } = process.env
const ofMesh = mesh && { ...rest, OPS_PORT: String(mesh.opsPort), MESH_KEY_FILE: mesh.keyFile }
const program = join(import.meta.dirname, '..', 'node', 'operate.ts')
const { status, error } = spawnSync(process.execPath, [program, ...process.argv.slice(2)], {
  env: ofMesh ?? process.env,
  stdio: 'inherit',
})
if (error) throw error
process.exitCode = status ?? 1
