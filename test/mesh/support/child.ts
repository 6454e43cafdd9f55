// A node in a process of its own, to be killed and stopped by tests. Tells its port and id, then its events, a line of
// JSON each.
import { startMesh } from '../../../node/mesh/open.ts'
import type { MeshOptions } from '../../../node/mesh/options.ts'

const tell = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
const quiet = () => undefined
const options = JSON.parse(process.argv[2] ?? '{}') as Pick<MeshOptions, 'listen' | 'keys' | 'release' | 'peers'>
const mesh = await startMesh({
  ...options,
  log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  onEvent: event => tell({ event: event.kind }),
})
tell({ me: mesh.me, port: mesh.port })
process.on('SIGTERM', () => mesh.stop().then(() => process.exit(0)))
