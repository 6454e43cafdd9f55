// What a load run plays on: a mesh of its own, whose nodes share one port as they share Swarm's, or one that runs.
import { setTimeout as sleep } from 'node:timers/promises'
import { UsageError } from '../local/arguments.ts'
import { requestDeploy } from '../local/control.ts'
import { type Aftermath, aftermath, kill } from '../local/kill.ts'
import { LocalMesh } from '../local/local-mesh.ts'
import { Network } from '../local/network.ts'
import { assertUsable } from '../local/network-tools.ts'
import { freePort } from '../local/ports.ts'
import { type RollEvent, roll } from '../local/roll.ts'
import { ERROR, showLine } from '../local/show.ts'
import { type Target, targetOf } from './sign-in.ts'

/** As Swarm does it by default: one after another, without waiting for the old ones. */
const DEPLOY = { parallel: 1, delayMs: 1000, overlap: true }
const NODES = 3
/** A machine that is loaded to its limit starts nodes slowly, and that is no failure of theirs. */
const READY_WITHIN_MS = 180_000

export interface Ground {
  readonly targets: readonly Target[]
  readonly deploy: (onEvent: (event: RollEvent) => void) => Promise<void>
  /** Kills a node. Null where that can't be done from here. */
  readonly kill: (() => Promise<() => Aftermath>) | null
  /** Cuts one node off from the others, and heals. Null where that can't be done from here. */
  readonly cut: ((ms: number) => Promise<void>) | null
  /** The processes of the nodes, where they are ours. */
  readonly pids: () => readonly number[]
  readonly end: () => Promise<unknown>
}

export interface OwnOptions {
  readonly say: (text: string) => void
  readonly env: Readonly<Record<string, string>>
  /** In network namespaces, which takes root. */
  readonly cuts: boolean
  /** Who makes networks, for messages. */
  readonly name: string
}

/** @throws ExplainedError where networks are asked for and cannot be made. */
export async function ownMesh({ say, env, cuts, name }: OwnOptions): Promise<Ground> {
  const port = await freePort()
  if (cuts) await assertUsable(name)
  const network = cuts ? Network.make(NODES) : null
  const places = network?.places ?? []
  const onLine = (node: Parameters<typeof showLine>[0], line: Parameters<typeof showLine>[1]) => {
    if (line.level >= ERROR) say(showLine(node, line))
  }
  const options = { nodes: NODES, port, env, places, onLine, readyWithinMs: READY_WITHIN_MS }
  const mesh = await LocalMesh.start(options).catch(error => {
    network?.remove()
    throw error
  })
  const hosts = network ? places.map(({ host }) => host) : ['127.0.0.1']
  let turn = 0
  const cut = async (net: Network, ms: number) => {
    const alone = turn++ % NODES
    const others = [...net.places.keys()].filter(at => at !== alone)
    net.cut([{ hearer: alone, speakers: others }, ...others.map(hearer => ({ hearer, speakers: [alone] }))])
    try {
      await sleep(ms)
    } finally {
      net.heal()
    }
  }
  return {
    targets: hosts.map(host => targetOf(`http://${host}:${port}`)),
    deploy: onEvent => roll(mesh, DEPLOY, onEvent),
    kill: async () => {
      const serving = mesh.serving()
      const dead = serving[turn++ % serving.length]!
      const at = await kill(mesh, dead)
      return () => aftermath(mesh.nodes, dead, at)
    },
    cut: network && (ms => cut(network, ms)),
    pids: () => mesh.running().map(node => node.pid),
    end: async () => {
      await mesh.kill()
      network?.remove()
    },
  }
}

/** @param urls addresses of one mesh, between commas @throws UsageError */
export function meshAt(urls: string): Ground {
  const targets = urls.split(',').map(url => {
    if (!URL.canParse(url)) throw new UsageError(`--url is an address such as ws://localhost:4000/play, not "${url}"`)
    return targetOf(url)
  })
  return {
    targets,
    deploy: onEvent => requestDeploy(DEPLOY, onEvent),
    kill: null,
    cut: null,
    pids: () => [],
    end: async () => undefined,
  }
}
