// The stack on a test's engine: deploy, update, and what Swarm and the containers tell of themselves.
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import * as v from 'valibot'
import type { Docker } from '../../scripts/swarm/docker.ts'
import { deployStack } from '../../scripts/swarm/stack.ts'
import { SERVICE, STACK, stackFile, type Variant } from './stack-file.ts'

const TaskSchema = v.object({
  ID: v.string(),
  Slot: v.number(),
  CreatedAt: v.string(),
  DesiredState: v.string(),
  Spec: v.object({ ContainerSpec: v.object({ Image: v.string() }) }),
  Status: v.object({
    State: v.string(),
    Err: v.optional(v.string()),
    ContainerStatus: v.optional(v.object({ ContainerID: v.string(), ExitCode: v.number() })),
  }),
})
const ServiceSchema = v.object({ UpdateStatus: v.optional(v.object({ State: v.string(), Message: v.string() })) })
const BridgeSchema = v.object({ Containers: v.record(v.string(), v.object({ IPv4Address: v.string() })) })

/** One container of the service, as Swarm tells it. */
export interface Task {
  readonly id: string
  readonly slot: number
  readonly image: string
  /** Running and healthy: Swarm calls a task running only when its health check is good. */
  readonly serving: boolean
  /** Swarm wants it to stop, or it has stopped. */
  readonly leaving: boolean
  readonly state: string
  readonly error: string
  readonly container: string
  /** Null while it runs. */
  readonly exitCode: number | null
}

const RUNNING = new Set(['new', 'pending', 'assigned', 'accepted', 'preparing', 'ready', 'starting', 'running'])
const SETTLED = new Set(['completed', 'rollback_completed', 'paused', 'rollback_paused'])
const LOOK_MS = 200
const SETTLED_WITHIN_MS = 150_000

export class Cluster {
  readonly docker: Docker
  readonly #addresses = new Map<string, string>()

  constructor(docker: Docker) {
    this.docker = docker
  }

  /** Deploys and waits until all are healthy. */
  async deploy(variant: Variant): Promise<void> {
    await deployStack(this.docker, STACK, await stackFile(variant))
    await this.until(`${variant.replicas} healthy containers`, async () => {
      return (await this.serving()).length === variant.replicas
    })
  }

  /** `docker service update`; it only begins. */
  async update(...args: readonly string[]): Promise<void> {
    await this.docker.run(['service', 'update', '--detach', '--no-resolve-image', ...args, SERVICE])
  }

  /** Until these containers have ended. @returns their exit codes. */
  async ended(tasks: readonly Task[]): Promise<(number | null)[]> {
    const ids = new Set(tasks.map(task => task.id))
    const now = async () => (await this.tasks()).filter(task => ids.has(task.id))
    await this.until('end of the old containers', async () => (await now()).every(task => task.exitCode !== null))
    return (await now()).map(task => task.exitCode)
  }

  /** Until Swarm calls the update done. @returns how it calls the outcome. */
  async settled(): Promise<string> {
    let outcome = ''
    await this.until('end of the update', async () => {
      const service = v.parse(ServiceSchema, await this.docker.get(`/services/${SERVICE}`))
      outcome = service.UpdateStatus?.State ?? ''
      return SETTLED.has(outcome)
    })
    return outcome
  }

  /** All that a container wrote, also when it has ended; or until it ends, where it is to be removed then. */
  async logOf(container: string, { toItsEnd = false } = {}): Promise<string> {
    const query = { stdout: '1', stderr: '1', follow: toItsEnd ? '1' : '0' }
    const frames = await buffer(await this.docker.open(`/containers/${container}/logs`, query))
    const parts: Buffer[] = []
    // Each has a head of eight bytes; the last four are its length.
    for (let at = 0; at < frames.length; ) {
      const end = at + 8 + frames.readUInt32BE(at + 4)
      parts.push(frames.subarray(at + 8, end))
      at = end
    }
    return Buffer.concat(parts).toString()
  }

  /** Every container that the service has or had, the oldest first. */
  async tasks(): Promise<Task[]> {
    const filters = JSON.stringify({ service: [SERVICE] })
    const found = v.parse(v.array(TaskSchema), await this.docker.get('/tasks', { filters }))
    found.sort((a, b) => a.CreatedAt.localeCompare(b.CreatedAt))
    return found.flatMap(({ ID, Slot, DesiredState, Spec, Status }) => {
      const { ContainerID, ExitCode } = Status.ContainerStatus ?? { ContainerID: '', ExitCode: 0 }
      const alive = RUNNING.has(Status.State)
      const wanted = DesiredState === 'running' || DesiredState === 'ready'
      return {
        id: ID,
        slot: Slot,
        image: Spec.ContainerSpec.Image,
        state: Status.State,
        error: Status.Err ?? '',
        serving: Status.State === 'running' && wanted,
        leaving: !wanted || !alive,
        container: ContainerID,
        exitCode: alive ? null : ExitCode,
      }
    })
  }

  async serving(): Promise<Task[]> {
    return (await this.tasks()).filter(task => task.serving)
  }

  /** Where this host reaches the container; null once it has ended. */
  async addressOf(container: string): Promise<string | null> {
    if (!this.#addresses.has(container)) {
      const bridge = v.parse(BridgeSchema, await this.docker.get('/networks/docker_gwbridge'))
      for (const [id, { IPv4Address }] of Object.entries(bridge.Containers))
        this.#addresses.set(id, IPv4Address.split('/')[0]!)
    }
    return this.#addresses.get(container) ?? null
  }

  /** @throws Error where it does not come true in time. */
  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + SETTLED_WITHIN_MS
    while (!(await isSo())) {
      if (performance.now() > end)
        throw new Error(`no ${what} within ${SETTLED_WITHIN_MS} ms\n${await this.describe()}`)
      await sleep(LOOK_MS)
    }
  }

  /** For a person whose test has failed. */
  async describe(): Promise<string> {
    const tasks = await this.tasks()
    const lines = tasks.map(
      task => `slot ${task.slot} ${task.image} ${task.state} ${task.exitCode ?? ''} ${task.error}`,
    )
    const last = tasks.at(-1)?.container
    const words = last ? await this.logOf(last).catch(String) : ''
    return [...lines, words.slice(-2000)].join('\n')
  }
}
