// Speaks to one Docker engine. What an operator would type goes through the docker client; what is asked many times a
// second goes over the engine's socket, since every run of the client costs fifty milliseconds of processor.
import { spawn } from 'node:child_process'
import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'

/** A command or a request that the engine refused. */
export class DockerError extends Error {
  override readonly name = 'DockerError'
  readonly code = 'docker-failed'
}

export interface RunOptions {
  /** Handed to the command's standard input. */
  readonly input?: string
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a command to its end. @returns its standard output. @throws DockerError with what it wrote, where it failed. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const child = spawn(command, args, { env: { ...process.env, ...options.env } })
  const out: string[] = []
  const all: string[] = []
  child.stdout.setEncoding('utf8').on('data', chunk => {
    out.push(chunk)
    all.push(chunk)
  })
  child.stderr.setEncoding('utf8').on('data', chunk => all.push(chunk))
  child.on('error', error => reject(new DockerError(`${command}: ${error.message}`, { cause: error })))
  child.on('close', code => {
    if (code === 0) resolve(out.join(''))
    else reject(new DockerError(`${command} ${args.join(' ')}: exit code ${code}\n${all.join('').slice(-4000)}`))
  })
  // A command that ends early leaves its pipe broken; its exit code tells what happened.
  child.stdin.on('error', () => {})
  child.stdin.end(options.input)
  return promise
}

export class Docker {
  /** Path of the engine's socket. */
  readonly socket: string
  readonly #agent = new Agent({ keepAlive: true })

  constructor(socket: string) {
    this.socket = socket
  }

  /** What DOCKER_HOST must be to reach this engine by hand. */
  get host(): string {
    return `unix://${this.socket}`
  }

  /** `docker …args`. @throws DockerError */
  run(args: readonly string[], options: RunOptions = {}): Promise<string> {
    return run('docker', args, { ...options, env: { DOCKER_HOST: this.host, DOCKER_BUILDKIT: '0', ...options.env } })
  }

  /** An answer of the engine as it comes, such as `/events`. @throws DockerError where the engine does not answer
   *  200. */
  async open(path: string, query: Readonly<Record<string, string>> = {}): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    request({ socketPath: this.socket, path: `${path}?${new URLSearchParams(query)}`, agent: this.#agent })
      .on('response', resolve)
      .on('error', error => reject(new DockerError(`${this.socket}: ${error.message}`, { cause: error })))
      .end()
    const response = await promise
    if (response.statusCode === 200) return response
    throw new DockerError(`${path}: ${response.statusCode} ${(await text(response)).trim()}`)
  }

  /** A JSON answer of the engine. @throws DockerError */
  async get(path: string, query: Readonly<Record<string, string>> = {}): Promise<unknown> {
    return JSON.parse(await text(await this.open(path, query)))
  }

  /** Whether an engine answers. */
  async alive(): Promise<boolean> {
    try {
      await this.get('/version')
      return true
    } catch {
      return false
    }
  }
}
