// A node for tests of process control: it keeps the promises of node/main.ts towards its parent, and serves nobody.
// READY_AFTER_MS, LEAVE_AFTER_MS, EXIT_CODE and CRASH set how it behaves; FAILS_FROM makes it crash from that release
// on.
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const number = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise)
const release = Number(process.env.RELEASE?.slice(1))
const node = `peer-${process.env.SLOT}-${process.env.RELEASE}`

function log(level: number, msg: string, fields: object = {}): void {
  const at = Number(process.hrtime.bigint()) / 1e6
  process.stdout.write(`${JSON.stringify({ level, at, node, msg, ...fields })}\n`)
}

process.on('SIGTERM', async () => {
  log(30, 'draining')
  await sleep(number('LEAVE_AFTER_MS', 0))
  log(30, 'drained', { moved: 2, pauseMsMedian: 2, pauseMs99: 4, pauseMsMax: 4, lastMovedMs: 5 })
  process.exit(number('EXIT_CODE', 0))
})

const server = createServer().listen(number('PORT', 0), '127.0.0.1')
await sleep(number('READY_AFTER_MS', 0))
if (release >= number('FAILS_FROM', Infinity)) {
  log(60, 'this release is broken', { peers: process.env.MESH_PEERS })
  process.exit(3)
}
const address = server.address()
process.send?.({ kind: 'ready', port: typeof address === 'object' ? address?.port : 0 })
