// An engine of our own beside whatever else is on the machine: its own data, socket and pid file. It is told to leave
// the machine's firewall and forwarding alone, so its containers reach one another and this host, and nothing beyond.
import { spawn } from 'node:child_process'
import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Docker, run } from './docker.ts'
import { CannotRunError } from './install.ts'

/** Images, layers and Swarm's own state. */
const DATA = '/var/lib/minotaur-engine'
/** All that is gone after a restart. Short, since the engine makes sockets below it and their paths are limited. */
const RUN = '/run/minotaur-engine'
const PID_FILE = `${RUN}/dockerd.pid`
const LOG = `${RUN}/dockerd.log`
export const OWN_SOCKET = `${RUN}/docker.sock`

const START_MS_MAX = 30_000
const STOP_MS_MAX = 30_000

/** The bridge on which this host reaches containers is no way between them, as on an engine that rules the firewall. */
const NOT_BETWEEN = ['FORWARD', '-i', 'docker_gwbridge', '-o', 'docker_gwbridge', '-j', 'DROP']

const ENV = { PATH: `${process.env.PATH}:/usr/sbin:/sbin` }
const done = async (command: string, ...args: string[]): Promise<boolean> => {
  try {
    await run(command, args, { env: ENV })
    return true
  } catch {
    return false
  }
}
const contentOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '')

/** The pid of our daemon, or null where it does not run. A pid that now is another program's is not ours. */
async function daemonPid(): Promise<number | null> {
  const pid = Number(await contentOf(PID_FILE))
  if (!pid || !(await contentOf(`/proc/${pid}/cmdline`)).includes(OWN_SOCKET)) return null
  return pid
}

/** Starts the daemon and waits until it answers. @throws CannotRunError with the end of its log. */
export async function startDaemon(): Promise<Docker> {
  if (process.getuid?.() !== 0)
    throw new CannotRunError('no engine runs here, and one of our own needs root: run this as root, or start Docker')
  await mkdir(RUN, { recursive: true })
  const log = await open(LOG, 'w')
  const args = ['--data-root', DATA, '--exec-root', `${RUN}/exec`, '--pidfile', PID_FILE, '-H', `unix://${OWN_SOCKET}`]
  const aloof = ['--bridge=none', '--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false']
  const daemon = spawn('dockerd', [...args, ...aloof], {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: { ...process.env, ...ENV },
  })
  daemon.on('error', () => {})
  daemon.unref()
  await log.close()
  const docker = new Docker(OWN_SOCKET)
  const until = Date.now() + START_MS_MAX
  while (!(await docker.alive())) {
    const ended = daemon.pid === undefined || daemon.exitCode !== null || daemon.signalCode !== null
    if (ended || Date.now() > until) {
      const why = ended ? 'dockerd ended at once' : `dockerd does not answer after ${START_MS_MAX} ms`
      throw new CannotRunError(
        `${why}; it needs root with every capability (mounts, namespaces, bridges). The end of ${LOG}:\n${(await contentOf(LOG)).slice(-2000)}`,
      )
    }
    await sleep(100)
  }
  if (!(await done('iptables', '-C', ...NOT_BETWEEN))) await done('iptables', '-I', ...NOT_BETWEEN)
  return docker
}

/** Ends the daemon and takes away what it leaves behind: mounts, a bridge, folders. Images stay where `keep` says
 *  so. */
export async function stopDaemon({ keep }: { readonly keep: boolean }): Promise<void> {
  const pid = await daemonPid()
  if (pid !== null) {
    process.kill(pid, 'SIGTERM')
    const until = Date.now() + STOP_MS_MAX
    while ((await daemonPid()) === pid) {
      if (Date.now() > until) process.kill(pid, 'SIGKILL')
      await sleep(100)
    }
  }
  const mounts = (await contentOf('/proc/self/mounts')).split('\n').map(line => line.split(' ')[1] ?? '')
  const ours = mounts.filter(path => path.startsWith(`${RUN}/`) || path.startsWith(`${DATA}/`))
  for (const path of ours.reverse()) await done('umount', '-l', path)
  await done('ip', 'link', 'del', 'docker_gwbridge')
  await done('iptables', '-D', ...NOT_BETWEEN)
  await rm(RUN, { recursive: true, force: true })
  if (!keep) await rm(DATA, { recursive: true, force: true })
}
