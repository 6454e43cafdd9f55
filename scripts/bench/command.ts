// How long one player's command takes to be confirmed by a backup, one at a time: said to the node that runs the
// session, and to another one that has to pass it on.

import { monotonicNow } from '../../node/ops/monotonic-clock.ts'
import type { Seq } from '../../protocol/ids.ts'
import { lookBy } from '../load/look.ts'
import { RawPlayer } from '../load/raw-player.ts'
import { targetOf } from '../load/sign-in.ts'
import { type Place, setTables } from '../load/tables.ts'
import { type Distribution, distributionOf } from '../local/distribution.ts'
import { LocalMesh } from '../local/local-mesh.ts'
import type { NodeProcess } from '../local/node-process.ts'

export interface CommandResult {
  readonly backups: number
  readonly atOwner: Distribution
  readonly passedOn: Distribution
}

/** Below what a socket may say at once. */
const COMMANDS_OF_ONE = 300
const PLAYERS = 5
const WARM_UP = 50

export async function benchCommand(backups: number): Promise<CommandResult> {
  const mesh = await LocalMesh.start({ env: { BACKUPS: String(backups) } })
  try {
    const [owner, other] = mesh.serving()
    const tables = await setTables(targetOf(`http://127.0.0.1:${owner!.port}`), PLAYERS)
    const measure = async (node: NodeProcess) => {
      const times: number[] = []
      for (const { places } of tables) times.push(...(await commandsOf(node, places[0]!)))
      return distributionOf(times)
    }
    return { backups, atOwner: await measure(owner!), passedOn: await measure(other!) }
  } finally {
    await mesh.kill()
  }
}

async function commandsOf(node: NodeProcess, place: Place): Promise<number[]> {
  const player = await RawPlayer.connect(targetOf(`http://127.0.0.1:${node.port}`).play, place.token)
  const { welcome } = await lookBy(player, place)
  place.holder = welcome.client
  const times: number[] = []
  for (let n = 1; n <= COMMANDS_OF_ONE; n++) {
    const seq = (welcome.last + n) as Seq
    const from = monotonicNow()
    const ack = player.expect('ack', message => message.seq === seq)
    // The other player is not ready, so nothing comes of it but a changed view.
    player.say({ kind: 'command', session: place.session, seq, body: { do: 'ready', ready: n % 2 === 1 } })
    await ack
    if (n > WARM_UP) times.push(monotonicNow() - from)
  }
  player.close()
  return times
}
