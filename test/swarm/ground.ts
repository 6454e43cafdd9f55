// What the Swarm tests share: an engine with the project's image, a deployed stack behind a balancer, and all of it
// gone after.
import { randomBytes } from 'node:crypto'
import type { ExecutionContext } from 'ava'
import { type Target, targetOf } from '../../scripts/load/sign-in.ts'
import type { Docker } from '../../scripts/swarm/docker.ts'
import { down, up } from '../../scripts/swarm/engine.ts'
import { makeImage } from '../../scripts/swarm/image.ts'
import { removeStack } from '../../scripts/swarm/stack.ts'
import { Balancer } from './balancer.ts'
import { Cluster, type Task } from './cluster.ts'
import { SECRET, STACK, type Variant } from './stack-file.ts'

export type Log = (line: string) => void

/** An engine for one file of tests. It ends with them where it was they who started it. */
export interface Ground {
  readonly docker: Docker
  /** The image of a release of this code. */
  readonly image: (release: string) => Promise<string>
  readonly end: () => Promise<void>
}

/** @throws CannotRunError where this machine can't run an engine: such a run has tested nothing, and must not pass. */
export async function prepare(log: Log): Promise<Ground> {
  const { docker, started } = await up(log)
  await removeStack(docker, STACK)
  await docker.run(['secret', 'rm', SECRET]).catch(() => undefined)
  await docker.run(['secret', 'create', SECRET, '-'], { input: randomBytes(32).toString('base64') })
  return {
    docker,
    image: release => makeImage(docker, release, log),
    end: async () => {
      await removeStack(docker, STACK)
      await docker.run(['secret', 'rm', SECRET])
      if (started) await down({ keep: true }, log)
    },
  }
}

/** The stack, with players' way in. */
export interface Deployed {
  readonly cluster: Cluster
  readonly target: Target
  /** The stack goes, and what it has on its volume. */
  readonly end: () => Promise<void>
}

export async function deploy(docker: Docker, variant: Variant): Promise<Deployed> {
  const cluster = new Cluster(docker)
  try {
    await cluster.deploy(variant)
    const balancer = await Balancer.start(cluster)
    const end = async () => {
      balancer.stop()
      await removeStack(docker, STACK)
    }
    return { cluster, target: targetOf(balancer.url), end }
  } catch (error) {
    await removeStack(docker, STACK)
    throw error
  }
}

/** For one test. */
export async function deployFor(t: ExecutionContext, docker: Docker, variant: Variant): Promise<Deployed> {
  const deployed = await deploy(docker, variant)
  t.teardown(deployed.end)
  return deployed
}

/** Each container's own address, past the balancer. */
export async function targetsOf(cluster: Cluster, tasks: readonly Task[]): Promise<Target[]> {
  const addresses = await Promise.all(tasks.map(task => cluster.addressOf(task.container)))
  return addresses.map(address => targetOf(`http://${address}:4000`))
}
