// One duel: a server of one kind on one processor, its players on another, and what a move cost the server.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { monotonicNow } from '../../../node/ops/monotonic-clock.ts'
import { notes } from '../../local/journal.ts'
import { LocalMesh } from '../../local/local-mesh.ts'
import { NodeProcess, type Place } from '../../local/node-process.ts'
import { type Cpu, cpuOf, minus, per } from '../cpu.ts'
import { UNLIMITED } from '../limits.ts'
import type { FromGenerator, Load, Measured } from './generator.ts'
import type { Kind } from './players.ts'

export interface ServerOptions {
  readonly kind: Kind
  /** Nodes hold so many copies of each session besides the owner; for other kinds 0. */
  readonly backups: number
  /** The players' sockets are at another node than the sessions. */
  readonly remote: boolean
  /** Players see the whole board with each update, or only the counts. */
  readonly view: 'whole' | 'small'
  /** More arguments for the server's Node, such as `--cpu-prof`. */
  readonly nodeOptions?: string
  /** More of the servers' environment. */
  readonly env?: Readonly<Record<string, string>>
}

export interface DuelOptions extends ServerOptions {
  readonly load: Pick<Load, 'players' | 'rate' | 'warmUpMs' | 'measureMs'>
}

export interface DuelResult extends Measured {
  /** Of all servers together. */
  readonly cpuUsPerMove: Cpu
  /** Of each node: the owner, then the others. */
  readonly cpuUsByNode: readonly Cpu[]
  /** The longest that one of them stood still to collect garbage; 0: none did. */
  readonly longestCollectionMs: number
}

const SERVERS = '0'
const PLAYERS = '1'
const HOST = '127.0.0.1'
/** Loaded into each server, and what it writes into the log. */
const COLLECTIONS = pathToFileURL(join(import.meta.dirname, 'collections.ts')).href
const COLLECTED = 'collected garbage'

/** Servers share one processor, players have another; on a machine with one only all share it. */
export const pinnedTo = (cpu: string): string[] => (availableParallelism() > 1 ? ['taskset', '-c', cpu] : [])

export async function runDuel(options: DuelOptions): Promise<DuelResult> {
  const servers = await startServers(options)
  try {
    const [owner, other] = servers.nodes
    const gateway = options.remote ? other! : owner!
    const where = { kind: options.kind, owner: owner!.url, gateway: gateway.url }
    return await measure(servers.nodes, { ...where, ...options.load })
  } finally {
    await servers.stop()
  }
}

interface Servers {
  readonly nodes: readonly NodeProcess[]
  readonly stop: () => Promise<unknown>
}

export async function startServers({
  kind,
  backups,
  remote,
  view,
  nodeOptions,
  env: more,
}: ServerOptions): Promise<Servers> {
  const place: Place = { host: HOST, within: pinnedTo(SERVERS) }
  const env = { ...more, BENCH_VIEW: view, NODE_OPTIONS: `--import ${COLLECTIONS} ${nodeOptions ?? ''}` }
  const main = (name: string) => join(import.meta.dirname, `${name}.ts`)
  if (kind === 'ours') {
    const count = Math.max(backups + 1, remote ? 2 : 1)
    const mesh = await LocalMesh.start({
      nodes: count,
      places: Array.from({ length: count }, () => place),
      main: main('node'),
      // Alone it finds nobody to hand to, and need not look for long.
      env: { ...env, ...UNLIMITED, BACKUPS: String(backups), MAY_BE_ALONE: 'on', DRAIN_DEADLINE: '1s' },
    })
    return { nodes: mesh.nodes, stop: () => (nodeOptions === undefined ? mesh.kill() : mesh.stop()) }
  }
  const { PATH = '' } = process.env
  const spec = { slot: 1, release: kind, meshPort: 0, place, main: main(kind) }
  const node = new NodeProcess({ ...spec, env: { ...env, PATH, NODE_ENV: 'production' } })
  await node.ready
  const stop = () => {
    node.signal('SIGTERM')
    return node.exited
  }
  return { nodes: [node], stop }
}

async function measure(nodes: readonly NodeProcess[], load: Load): Promise<DuelResult> {
  const [command, ...args] = [...pinnedTo(PLAYERS), process.execPath]
  const generator = fork(join(import.meta.dirname, 'generator.ts'), [], { execPath: command!, execArgv: args })
  const cpuNow = () => nodes.map(({ pid }) => cpuOf([pid]))
  try {
    generator.send(load)
    let [before, from] = [cpuNow(), monotonicNow()]
    for (;;) {
      const [message] = (await Promise.race([once(generator, 'message'), dead(generator)])) as [FromGenerator]
      if (message.kind === 'warm') [before, from] = [cpuNow(), monotonicNow()]
      if (message.kind !== 'measured') continue
      const spent = cpuNow().map((cpu, n) => per(minus(cpu, before[n]!), message.measured.acked))
      const sum = spent.reduce((a, b) => ({ user: a.user + b.user, system: a.system + b.system }))
      const collections = nodes.flatMap(node => notes(node, COLLECTED).filter(({ at }) => at >= from))
      const longestCollectionMs = Math.max(0, ...collections.map(({ ms }) => Number(ms)))
      return { ...message.measured, cpuUsPerMove: sum, cpuUsByNode: spent, longestCollectionMs }
    }
  } finally {
    generator.kill()
  }
}

async function dead(generator: ReturnType<typeof fork>): Promise<never> {
  await once(generator, 'exit')
  throw new Error('the players ended before they had played')
}
