// Nodes with little memory, and more games than fit: they are refused, and when a node dies its sessions go on where
// there is room, or wait.
import test, { type ExecutionContext } from 'ava'
import { loadConfig } from '../../node/config.ts'
import { createTokens } from '../../node/gateway/tokens/player-tokens.ts'
import { decodeToPlayer, encodeToNode } from '../../protocol/codec.ts'
import type { ClientId, PlayerId, SessionId } from '../../protocol/ids.ts'
import type { ToNode, ToPlayer } from '../../protocol/player.ts'
import { PLAYER_PROTOCOL } from '../../protocol/version.ts'
import { notes } from '../../scripts/local/journal.ts'
import type { LocalMesh } from '../../scripts/local/local-mesh.ts'
import type { NodeProcess } from '../../scripts/local/node-process.ts'
import { meshFor } from './ground.ts'
import { until } from './releases.ts'

/** Little, so that it is soon full: with 80 three nodes took 16,840 sessions, before they watched it, and all died. */
const HEAP_MB = 60
const GAMES_EACH = 5
const AT_ONCE = 12
/** Then they are full. */
const REFUSED_MIN = 100
/** More than three such heaps can hold. */
const GAMES_MAX = 30_000

interface Tally {
  created: number
  /** For want of memory; and for what passes. */
  refused: number
  others: number
}

test('[G4] nodes that are full refuse games and outlive it, and a node that dies takes none of the others with it', async t => {
  const mesh = await meshFor(t, { env: { LOG_LEVEL: 'info', NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` } })
  const tally = await fill(mesh)
  t.log(`${tally.created} games were made, ${tally.refused} refused`)
  t.true(tally.created > 100)
  t.true(tally.refused > 0)
  assertAlive(t, mesh.nodes)
  const [victim, ...rest] = mesh.nodes
  process.kill(victim!.pid, 'SIGKILL')
  await victim!.exited
  // What the dead node ran has been taken over, or put off, and nobody is about to do more.
  await until('all that was the dead one’s is run or put off', async () => {
    const views = await Promise.all(rest.map(node => mesh.view(node)))
    return views.reduce((sum, { sessions, putOff }) => sum + sessions.owned + putOff, 0) >= views[0]!.sessions.known
  })
  assertAlive(t, rest)
  const views = await Promise.all(rest.map(node => mesh.view(node)))
  const each = views.map(({ sessions, putOff, room }) => `${sessions.owned} run, ${putOff} put off, ${room}`)
  t.log(`${each.join('; ')} of ${views[0]!.sessions.known}`)
  // A sweep tells of them, once a second.
  await until('what is put off is named in the log', async () => {
    const told = rest.flatMap(node => notes(node, 'put-off').flatMap(line => line.sessions as SessionId[]))
    const now = await Promise.all(rest.map(node => mesh.view(node)))
    return new Set(told).size >= now.reduce((sum, { putOff }) => sum + putOff, 0)
  })
})

function assertAlive(t: ExecutionContext, nodes: readonly NodeProcess[]): void {
  for (const node of nodes) t.true(node.isRunning, `${node.name}: ${node.lastWords()}`)
}

/** Every player makes a few games and enters all but one, at each node, until they are refused again and again. */
async function fill(mesh: LocalMesh): Promise<Tally> {
  const { meshKeys } = loadConfig({ MESH_KEY_FILE: mesh.keyFile })
  const tokens = createTokens(meshKeys)
  const tally = { created: 0, refused: 0, others: 0 }
  let players = 0
  const work = async (node: NodeProcess) => {
    while (tally.refused < REFUSED_MIN && tally.created < GAMES_MAX) {
      const player = `player-${players++}` as PlayerId
      const token = await tokens.sign({ player, name: 'Nobody' }, 3_600_000)
      const { created, refused } = await make(node, token)
      tally.created += created
      tally.refused += refused
    }
  }
  await Promise.all(mesh.nodes.flatMap(node => Array.from({ length: AT_ONCE / 3 }, () => work(node))))
  return tally
}

function make(node: NodeProcess, token: string): Promise<Tally> {
  const web = new WebSocket(`ws://${node.host}:${node.port}/play`)
  web.binaryType = 'arraybuffer'
  const say = (...messages: ToNode[]) => web.send(encodeToNode(messages) as Uint8Array<ArrayBuffer>)
  const tally = { created: 0, refused: 0, others: 0 }
  const { promise, resolve, reject } = Promise.withResolvers<Tally>()
  const hear = (message: ToPlayer) => {
    if (message.kind === 'created') {
      // All but the first are entered.
      if (tally.created++ > 0)
        say({ kind: 'hello', session: message.session, client: 'tab' as ClientId, replaces: '' as ClientId })
    } else if (message.kind === 'error') {
      if (message.key === undefined) return reject(new Error(`${message.code}: ${message.text}`))
      if (message.code === 'node-full') tally.refused++
      else tally.others++
    }
    if (tally.created + tally.refused + tally.others === GAMES_EACH) web.close()
  }
  web.onopen = () => {
    const creates = Array.from({ length: GAMES_EACH }, (_, i): ToNode => ({ kind: 'create', key: `${i}` as ClientId }))
    say({ kind: 'auth', protocol: PLAYER_PROTOCOL, token }, ...creates)
  }
  web.onmessage = ({ data }) => decodeToPlayer(new Uint8Array(data)).forEach(hear)
  web.onclose = () => resolve(tally)
  web.onerror = () => reject(new Error(`no socket at ${node.name}`))
  return promise
}
