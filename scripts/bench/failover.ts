// How long sessions are gone when the node that runs all of them is killed: no warning, no goodbye, no player to keep
// it busy.
import { setTimeout as sleep } from 'node:timers/promises'
import { targetOf } from '../load/sign-in.ts'
import { ANY_NUMBER, setTables } from '../load/tables.ts'
import { type Aftermath, aftermath, kill } from '../local/kill.ts'
import { LocalMesh } from '../local/local-mesh.ts'

/** All come to rest before, and have their time after. */
const REST_MS = 1_500

export async function benchFailover(sessions: number, rehearse: number): Promise<Aftermath> {
  const mesh = await LocalMesh.start({ env: { ...ANY_NUMBER, LOG_LEVEL: 'debug', REHEARSE: String(rehearse) } })
  try {
    const [dead] = mesh.serving()
    await setTables(targetOf(`http://127.0.0.1:${dead!.port}`), sessions)
    await sleep(REST_MS)
    const killedAt = await kill(mesh, dead!)
    await sleep(REST_MS)
    return aftermath(mesh.nodes, dead!, killedAt)
  } finally {
    await mesh.kill()
  }
}
