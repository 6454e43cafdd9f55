// One node as a child process: its incarnation, what it reports by IPC, and its log. It decides nothing; LocalMesh
// does.
//
// A node has a process group of its own, so that a Ctrl-C for the script is not one for the node: the script drains it.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { monotonicNow } from '../../node/ops/monotonic-clock.ts'
import { ExplainedError } from './arguments.ts'

/** A line of a node's log: JSON, with pino's numeric level and the machine's monotonic clock in `at`. */
export interface LogLine {
  readonly level: number
  readonly at: number
  readonly msg?: string
  readonly [field: string]: unknown
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** By the machine's monotonic clock. */
  readonly at: number
}

/** Where a node runs: on this machine, or in a network namespace of it. */
export interface Place {
  /** Its address there, for players and peers. */
  readonly host: string
  /** What its command begins with, such as `ip netns exec NAME`. */
  readonly within: readonly string[]
}

export const LOOPBACK: Place = { host: '127.0.0.1', within: [] }

export interface NodeSpec {
  readonly slot: number
  readonly release: string
  readonly meshPort: number
  /** Loopback unless told. */
  readonly place?: Place
  readonly main: string
  readonly env: Readonly<Record<string, string>>
}

const LEASH = pathToFileURL(join(import.meta.dirname, 'leash.ts')).href

/** What is kept of a node's log and of what it wrote beside it. */
const LINES_KEPT = 200_000
const STDERR_KEPT = 8_192

export class NodeEndedError extends ExplainedError {
  override readonly name = 'NodeEndedError'
}

export class NodeProcess {
  readonly slot: number
  readonly release: string
  readonly meshPort: number
  readonly host: string
  /** Resolves with the port for players once the node's health check is good. Rejects if it ends before. */
  readonly ready: Promise<number>
  readonly exited: Promise<Exit>
  readonly log: LogLine[] = []
  onLine: ((line: LogLine) => void) | null = null
  /** The port for players; null until ready. */
  port: number | null = null
  /** That for operators. */
  opsPort: number | null = null
  /** When it was last told to leave; null if never. */
  terminatedAt: number | null = null
  exit: Exit | null = null
  stderr = ''
  readonly #child: ChildProcess

  constructor({ slot, release, meshPort, place = LOOPBACK, main, env }: NodeSpec) {
    this.slot = slot
    this.release = release
    this.meshPort = meshPort
    this.host = place.host
    const [command, ...args] = [...place.within, process.execPath, '--import', LEASH, main]
    this.#child = spawn(command!, args, {
      env: { ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    createInterface({ input: this.#child.stdout! }).on('line', line => this.#onOutput(line))
    this.#child.stderr!.on('data', (text: Buffer) => {
      this.stderr = (this.stderr + text).slice(-STDERR_KEPT)
    })
    this.exited = new Promise(resolve => {
      // 'close', not 'exit': the log must have been read to its end.
      this.#child.once('close', (code, signal) => {
        this.exit = { code, signal, at: monotonicNow() }
        resolve(this.exit)
      })
    })
    this.ready = this.#becomesReady()
    // Whoever waits for readiness hears of it; nobody has to.
    this.ready.catch(() => undefined)
  }

  get name(): string {
    return `slot ${this.slot} ${this.release}`
  }

  /** For players, once it is ready. */
  get url(): string {
    return `http://${this.host}:${this.port}`
  }

  /** For operators, once it is ready. */
  get opsUrl(): string {
    return `http://${this.host}:${this.opsPort}`
  }

  /** For peers. */
  get meshAddress(): string {
    return `${this.host}:${this.meshPort}`
  }

  get pid(): number {
    return this.#child.pid!
  }

  get isRunning(): boolean {
    return this.exit === null && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Running, ready, and not told to leave. */
  get isServing(): boolean {
    return this.isRunning && this.port !== null && this.terminatedAt === null
  }

  signal(name: NodeJS.Signals): void {
    if (name === 'SIGTERM') this.terminatedAt = monotonicNow()
    this.#child.kill(name)
  }

  /** Why it ended, from its last words. */
  lastWords(): string {
    const complaints = this.log.filter(line => line.level >= 50).map(line => JSON.stringify(line))
    return [...complaints.slice(-5), this.stderr.trim()].filter(text => text !== '').join('\n') || 'It said nothing.'
  }

  #onOutput(text: string): void {
    const line = parseLine(text)
    if (line === null) {
      this.stderr = `${this.stderr}${text}\n`.slice(-STDERR_KEPT)
      return
    }
    if (this.log.length < LINES_KEPT) this.log.push(line)
    this.onLine?.(line)
  }

  async #becomesReady(): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>()
    this.#child.on('message', message => {
      const { kind, port, opsPort } = message as { kind?: unknown; port?: unknown; opsPort?: unknown }
      if (kind !== 'ready' || typeof port !== 'number') return
      this.port = port
      this.opsPort = typeof opsPort === 'number' ? opsPort : null
      resolve(port)
    })
    const ended = this.exited.then(({ code, signal }) => {
      throw new NodeEndedError(
        `node ${this.name} ended before it was ready (${signal ?? `exit code ${code}`}):\n${this.lastWords()}`,
      )
    })
    return Promise.race([promise, ended])
  }
}

function parseLine(text: string): LogLine | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'level' in value ? (value as LogLine) : null
  } catch {
    return null
  }
}
