// Sudden deaths of containers. The engine is on this machine, so a signal goes to the very process and at a known time;
// the docker client would take a while to pass it on.
import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import type { MeshView } from '../../node/core/inspect.ts'
import { monotonicNow } from '../../node/ops/monotonic-clock.ts'
import type { Cluster, Task } from './cluster.ts'

const StateSchema = v.object({ State: v.object({ Pid: v.number() }) })

/** A container's first process, by the number that it has outside. */
async function initOf({ docker }: Cluster, { container }: Task): Promise<number> {
  return v.parse(StateSchema, await docker.get(`/containers/${container}/json`)).State.Pid
}

/** The node's own process: the entry script that started it, and stays for a second, is its parent. */
export async function nodeOf(cluster: Cluster, task: Task): Promise<number> {
  for (let pid = await initOf(cluster, task); ; ) {
    const command = await readFile(`/proc/${pid}/comm`, 'utf8')
    // Node names its first thread after itself, or as the program is called.
    if (/^(node|MainThread)/.test(command)) return pid
    const [child] = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ')
    if (!child) throw new Error(`no node runs in container ${task.container}, only ${command}`)
    pid = Number(child)
  }
}

/** What of a container is killed, as a process of this machine. */
export type Part = (cluster: Cluster, task: Task) => Promise<number>

/** As a node crashes, or runs out of memory. */
export const NODE: Part = nodeOf
/** As `docker kill`, and a host that is lost: the container's address goes with it. */
export const CONTAINER: Part = initOf

/** All at one moment. @returns when, by the machine's monotonic clock. */
export async function kill(cluster: Cluster, tasks: readonly Task[], part: Part): Promise<number> {
  const pids = await Promise.all(tasks.map(task => part(cluster, task)))
  const at = monotonicNow()
  for (const pid of pids) process.kill(pid, 'SIGKILL')
  return at
}

/** As an operator sees it: from within the container, which is the only place that the default lets see it. */
async function viewOf({ docker }: Cluster, { container }: Task): Promise<MeshView> {
  const ask = "fetch('http://localhost:14000/api/mesh').then(a => a.text()).then(text => process.stdout.write(text))"
  return JSON.parse(await docker.run(['exec', container, 'node', '-e', ask])) as MeshView
}

/** That of the containers which runs the most sessions. */
export async function busiestOf(cluster: Cluster, tasks: readonly Task[]): Promise<Task> {
  const views = await Promise.all(tasks.map(task => viewOf(cluster, task)))
  const owned = views.map(({ sessions }) => sessions.owned)
  return tasks[owned.indexOf(Math.max(...owned))]!
}

/** Listens from now on; `said` resolves as soon as the container's log has the note. */
export async function saying(cluster: Cluster, { container }: Task, note: string): Promise<{ said: Promise<void> }> {
  const words = await cluster.docker.open(`/containers/${container}/logs`, { stdout: '1', follow: '1', tail: '1' })
  const said = async () => {
    for await (const chunk of words) if (String(chunk).includes(`"msg":"${note}"`)) return
    throw new Error(`container ${container} never said "${note}"`)
  }
  return { said: said() }
}
