// Whole meshes on one machine: real processes, over loopback or in network namespaces. Used by `npm start`, the tests
// of real processes, the load run and the benchmark.
//
// Each mesh has its own key and its own folder, so that several can run beside one another. What it starts, it ends:
// also when the script that made it ends early.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { MeshView } from '../../node/core/inspect.ts'
import { readToken } from '../../node/gateway/tokens/reader-tokens.ts'
import { ExplainedError } from './arguments.ts'
import { type Exit, LOOPBACK, type LogLine, NodeProcess, type Place } from './node-process.ts'
import { freePorts } from './ports.ts'

const ROOT = join(import.meta.dirname, '..', '..')
/** How long a node may take to become ready: it starts in less than a second, and waits 3 s for a dead address. */
const READY_WITHIN_MS = 30_000
/** What a child gets of this process's own environment. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'TZ', 'NODE_V8_COVERAGE']

export interface LocalMeshOptions {
  /** Nodes to start with; 3 by default. */
  readonly nodes?: number
  /** Where they run, by slot; a slot without a place is on loopback. */
  readonly places?: readonly Place[]
  /** A port for players that all nodes share; without it each has its own. */
  readonly port?: number
  /** The same for operators; without it each has its own. */
  readonly opsPort?: number
  readonly release?: string
  /** More of the nodes' environment. */
  readonly env?: Readonly<Record<string, string>>
  /** What to run instead of the real node. */
  readonly main?: string
  /** The same for single releases, by their names. */
  readonly builds?: Readonly<Record<string, string>>
  /** How long a node may take to become ready; 30 s by default. */
  readonly readyWithinMs?: number
  readonly onLine?: (node: NodeProcess, line: LogLine) => void
}

export class LocalMesh {
  /** Every node there ever was, in the order of their starts. */
  readonly nodes: NodeProcess[] = []
  /** Holds the mesh key; gone after `stop`. */
  readonly folder: string
  readonly keyFile: string
  readonly #options: LocalMeshOptions
  readonly #killAll = () => {
    for (const node of this.running()) node.signal('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }

  private constructor(options: LocalMeshOptions) {
    this.#options = options
    this.folder = mkdtempSync(join(tmpdir(), 'minotaur-'))
    this.keyFile = join(this.folder, 'mesh.key')
    writeFileSync(this.keyFile, randomBytes(32).toString('hex'), { mode: 0o600 })
    process.once('exit', this.#killAll)
  }

  /** A mesh all of whose nodes are ready. @throws NodeEndedError, or ExplainedError where one takes too long. */
  static async start(options: LocalMeshOptions = {}): Promise<LocalMesh> {
    const mesh = new LocalMesh(options)
    try {
      const ports = await freePorts(options.nodes ?? 3)
      const peers = ports.map((port, at) => `${mesh.#placeOf(at + 1).host}:${port}`)
      const nodes = ports.map((port, at) => mesh.#spawn(at + 1, options.release ?? 'v1', port, peers))
      await Promise.all(nodes.map(node => mesh.untilReady(node)))
      return mesh
    } catch (error) {
      await mesh.kill()
      throw error
    }
  }

  running(): NodeProcess[] {
    return this.nodes.filter(node => node.isRunning)
  }

  /** The nodes that take players, by slot, the newer of two last. */
  serving(): NodeProcess[] {
    return this.nodes.filter(node => node.isServing).sort((a, b) => a.slot - b.slot)
  }

  /** Starts one more node that joins the others; it may not be ready yet. */
  async add(slot: number, release: string, env: Readonly<Record<string, string>> = {}): Promise<NodeProcess> {
    const [port] = await freePorts(1)
    const peers = this.running().map(node => node.meshAddress)
    return this.#spawn(slot, release, port!, peers, env)
  }

  /** @throws NodeEndedError where it ends first, ExplainedError where it takes too long. */
  async untilReady(node: NodeProcess, withinMs = this.#options.readyWithinMs ?? READY_WITHIN_MS): Promise<number> {
    const timeout = new AbortController()
    const late = sleep(withinMs, null, { signal: timeout.signal, ref: false }).then(() => {
      throw new ExplainedError(`node ${node.name} is not ready after ${withinMs / 1000} s:\n${node.lastWords()}`)
    })
    try {
      return await Promise.race([node.ready, late])
    } finally {
      timeout.abort()
      late.catch(() => undefined)
    }
  }

  /** SIGTERM, and its exit. */
  async terminate(node: NodeProcess): Promise<Exit> {
    node.signal('SIGTERM')
    return node.exited
  }

  /** One node's own view of the mesh. Needs ports for operators that are not shared. */
  async view(node: NodeProcess): Promise<MeshView> {
    const keys = readFileSync(this.keyFile, 'utf8').trim().split('\n')
    const authorization = `Bearer ${readToken(keys.map(key => Buffer.from(key)))}`
    const response = await fetch(`${node.opsUrl}/api/mesh`, { headers: { authorization } })
    if (!response.ok) throw new ExplainedError(`node ${node.name} answered ${response.status} to /api/mesh`)
    return (await response.json()) as MeshView
  }

  /** All nodes leave in order, all at once; who has not left by then is killed. */
  async stop(withinMs = 5_000): Promise<Exit[]> {
    const nodes = this.running()
    for (const node of nodes) node.signal('SIGTERM')
    await Promise.race([Promise.all(nodes.map(node => node.exited)), sleep(withinMs, null, { ref: false })])
    await this.kill()
    return Promise.all(nodes.map(node => node.exited))
  }

  async kill(): Promise<void> {
    const nodes = this.running()
    this.#killAll()
    process.off('exit', this.#killAll)
    await Promise.all(nodes.map(node => node.exited))
  }

  #placeOf(slot: number): Place {
    return this.#options.places?.[slot - 1] ?? LOOPBACK
  }

  #spawn(slot: number, release: string, meshPort: number, peers: readonly string[], env = {}): NodeProcess {
    const place = this.#placeOf(slot)
    const { port, opsPort, main, builds, onLine } = this.#options
    const passedOn = PASSED_ON.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))
    const node = new NodeProcess({
      slot,
      release,
      meshPort,
      place,
      main: builds?.[release] ?? main ?? join(ROOT, 'node', 'main.ts'),
      env: {
        ...Object.fromEntries(passedOn),
        NODE_ENV: 'production',
        LISTEN_HOST: place.host,
        PORT: String(port ?? 0),
        OPS_HOST: place.host,
        OPS_PORT: String(opsPort ?? 0),
        SHARE_PORT: port === undefined ? 'off' : 'on',
        MESH_HOST: place.host,
        MESH_PORT: String(meshPort),
        MESH_PEERS: peers.filter(peer => peer !== `${place.host}:${meshPort}`).join(','),
        MESH_KEY_FILE: this.keyFile,
        // Else a node that asks for another name would be of another mesh.
        CLUSTER: 'local',
        RELEASE: release,
        SLOT: String(slot),
        // Here nodes start often, and many on few processors.
        REHEARSE: '0',
        ...this.#options.env,
        ...env,
      },
    })
    node.onLine = line => onLine?.(node, line)
    this.nodes.push(node)
    return node
  }
}
