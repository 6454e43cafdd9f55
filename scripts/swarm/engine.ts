// A Docker engine in Swarm mode for tests: the one that runs here, or else one of our own, with what it needs
// installed. It never touches a swarm that it has not made: the machine may be a member of somebody's.
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { OWN_SOCKET, startDaemon, stopDaemon } from './daemon.ts'
import { Docker } from './docker.ts'
import { CannotRunError, install } from './install.ts'
import { removeStack, stackNames } from './stack.ts'

const USUAL_SOCKET = '/var/run/docker.sock'
/** Label of a swarm's node that tells that we have made the swarm. */
const LABEL = 'minotaur.engine'

export interface Engine {
  readonly docker: Docker
  /** Whether `up` had to start it: who starts an engine ends it. */
  readonly started: boolean
}
type Log = (line: string) => void

async function running(): Promise<Docker | null> {
  const host = process.env.DOCKER_HOST
  if (host) {
    if (!host.startsWith('unix://')) {
      throw new CannotRunError(`DOCKER_HOST is ${host}: only an engine on this machine serves, by unix://…`)
    }
    const docker = new Docker(host.slice('unix://'.length))
    if (await docker.alive()) return docker
    throw new CannotRunError(`DOCKER_HOST is ${host}, where no engine answers: start it, or unset DOCKER_HOST`)
  }
  for (const socket of [OWN_SOCKET, USUAL_SOCKET]) {
    const docker = new Docker(socket)
    if (existsSync(socket) && (await docker.alive())) return docker
  }
  return null
}

const Info = v.object({ Swarm: v.object({ LocalNodeState: v.string(), NodeID: v.string() }) })
const swarmOf = async (docker: Docker) => v.parse(Info, await docker.get('/info')).Swarm

type Membership = 'none' | 'ours' | 'foreign'
async function membership(docker: Docker): Promise<Membership> {
  const swarm = await swarmOf(docker)
  if (swarm.LocalNodeState === 'inactive') return 'none'
  if (docker.socket === OWN_SOCKET) return 'ours'
  const format = `{{index .Spec.Labels "${LABEL}"}}`
  const label = await docker.run(['node', 'inspect', 'self', '--format', format]).catch(() => '')
  return label.trim() === 'yes' ? 'ours' : 'foreign'
}

async function joinSwarm(docker: Docker): Promise<void> {
  const state = await membership(docker)
  if (state === 'foreign') {
    throw new CannotRunError(`the engine at ${docker.host} is in a swarm that is not ours: we deploy nothing there`)
  }
  if (state === 'ours') return
  await docker.run(['swarm', 'init', '--advertise-addr', '127.0.0.1', '--listen-addr', '127.0.0.1'])
  const { NodeID } = await swarmOf(docker)
  await docker.run(['node', 'update', '--label-add', `${LABEL}=yes`, NodeID])
}

/** An engine in Swarm mode; one that is up already is used as it is. @throws CannotRunError with what would help. */
export async function up(log: Log): Promise<Engine> {
  await install(['docker'], log)
  let docker = await running()
  const started = docker === null
  if (docker === null) {
    await install(['dockerd', 'tini', 'iptables', 'ip'], log)
    // A fresh package may have started the machine's own engine.
    docker = (await running()) ?? (await startDaemon())
  }
  await joinSwarm(docker)
  log(`engine at ${docker.host}`)
  return { docker, started }
}

/** Takes down the swarm that `up` made, and the engine where it is our own. `keep` leaves its images for the next
 *  time. */
export async function down(options: { readonly keep: boolean }, log: Log): Promise<void> {
  const docker = await running()
  if (docker !== null && (await membership(docker)) === 'ours') {
    for (const name of await stackNames(docker)) await removeStack(docker, name)
    await docker.run(['swarm', 'leave', '--force'])
  }
  if (docker === null || docker.socket === OWN_SOCKET) await stopDaemon(options)
  log('engine down')
}

const HELP = `node scripts/swarm/engine.ts up | down [--keep]

  up    starts a Docker engine in Swarm mode where none runs (as root; installs Debian's docker.io), and says how to reach it
  down  removes what is deployed there, leaves the swarm and ends the engine; --keep leaves its images for the next time`

if (import.meta.main) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { keep: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  const log = (line: string) => console.error(line)
  try {
    if (!values.help && positionals[0] === 'up') {
      const { docker } = await up(log)
      console.log(`export DOCKER_HOST=${docker.host}`)
    } else if (!values.help && positionals[0] === 'down') await down({ keep: values.keep }, log)
    else {
      console.log(HELP)
      if (!values.help) process.exitCode = 2
    }
  } catch (error) {
    console.error(error instanceof CannotRunError ? error.message : error)
    process.exitCode = 1
  }
}
