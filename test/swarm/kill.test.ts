// A container of a real Swarm dies while people play: its sessions go on elsewhere, and Swarm puts another in its
// place.
import test, { type ExecutionContext } from 'ava'
import { monotonicNow } from '../../node/ops/monotonic-clock.ts'
import { showAftermath } from '../../scripts/load/report.ts'
import { forks, notes } from '../../scripts/local/journal.ts'
import { aftermath } from '../../scripts/local/kill.ts'
import type { Task } from './cluster.ts'
import { type Deployed, deploy, type Ground, prepare, targetsOf } from './ground.ts'
import { complaintsOf, readLogs } from './journal.ts'
import { busiestOf, CONTAINER, kill, NODE, nodeOf, type Part, saying } from './kill.ts'
import { playOver } from './play.ts'
import { assertQuiet, layQuiet } from './quiet.ts'

let ground: Ground
let deployed: Deployed

test.before('three containers', async t => {
  t.timeout(600_000)
  ground = await prepare(line => t.log(line))
  const image = await ground.image('1')
  deployed = await deploy(ground.docker, { image, replicas: 3, delay: '0s' })
})

test.after.always('the engine ends', async () => {
  await deployed?.end()
  await ground?.end()
})

/** Beside the games that are played, some that nobody touches. */
const TABLES_PER_NODE = 10

/** Old containers without those that have gone. */
const left = async (old: readonly Task[]) => (await serving()).filter(({ id }) => old.some(task => task.id === id))
const serving = () => deployed.cluster.serving()
/** In the middle of a deploy Swarm may put two containers in a dead one's place, one by the deploy and one by the
 *  restart, and keeps both. */
const slotsOf = (tasks: readonly Task[]) => new Set(tasks.map(({ slot }) => slot))

interface Death {
  /** Where the untouched sessions are. */
  readonly at: (old: readonly Task[]) => Promise<readonly Task[]>
  /** @returns who died, and when by the machine's monotonic clock. */
  readonly die: (old: readonly Task[]) => Promise<{ readonly dead: Task; readonly killedAt: number }>
  readonly tablesPerNode?: number
}

/** Players play on over a death, all sessions go on, and in the end three containers serve. */
async function survives(t: ExecutionContext, { at, die, tablesPerNode = TABLES_PER_NODE }: Death) {
  t.timeout(300_000)
  const { cluster, target } = deployed
  const { dead, killedAt } = await playOver(t, target, async () => {
    const old = await at(await serving())
    const quiet = await layQuiet(await targetsOf(cluster, old), tablesPerNode)
    const death = await die(old)
    await assertQuiet(t, quiet, target, 'taken over')
    await cluster.until('another container in its place', async () => {
      return slotsOf((await serving()).filter(task => task.id !== death.dead.id)).size === 3
    })
    return death
  })
  const logs = await readLogs(cluster)
  const its = logs.find(({ task }) => task.id === dead.id)!
  const after = aftermath(logs, its, killedAt)
  t.log(showAftermath(after))
  t.deepEqual(after.gone, [])
  t.deepEqual(forks(logs), [])
  // Of those that were killed the shell says so.
  t.deepEqual(complaintsOf(logs.filter(({ task }) => task.exitCode !== 137)), [])
  return { after, its }
}

const busiest = async (tasks: readonly Task[]) => [await busiestOf(deployed.cluster, tasks)]

const dies = test.macro(async (t, part: Part) => {
  const die: Death['die'] = async ([dead]) => ({ dead: dead!, killedAt: await kill(deployed.cluster, [dead!], part) })
  const { after } = await survives(t, { at: busiest, die })
  t.true(after.sessions > TABLES_PER_NODE, 'games that were played were among its sessions')
})

test('[G1] [G2] [G4] a node crashes, and its container stays to say so: all its sessions go on elsewhere', dies, NODE)
test(
  '[G1] [G2] [G4] a container is killed, and its address goes with it: all its sessions go on elsewhere',
  dies,
  CONTAINER,
)

test('[G1] [G2] [G3] [G4] a node that is killed in the middle of its drain has lost nothing', async t => {
  const { cluster } = deployed
  const die: Death['die'] = async ([dead]) => {
    const [node, begun] = [await nodeOf(cluster, dead!), await saying(cluster, dead!, 'sealed')]
    process.kill(node, 'SIGTERM')
    await begun.said
    process.kill(node, 'SIGKILL')
    return { dead: dead!, killedAt: monotonicNow() }
  }
  const { after, its } = await survives(t, { at: busiest, die, tablesPerNode: 200 })
  const [sealed, moved, drained] = ['sealed', 'moved', 'drained'].map(name => notes(its, name).length)
  t.log(`it had begun to give away ${sealed} sessions, and was done with ${moved}`)
  t.is(drained, 0)
  t.true(after.sessions > 0, 'it was killed before it was done')
})

test('[G1] [G2] [G3] [G4] a node crashes in the middle of a deploy', async t => {
  const { cluster } = deployed
  const die: Death['die'] = async old => {
    await cluster.update('--force')
    await cluster.until('a new container', async () =>
      (await serving()).some(({ id }) => !old.some(task => task.id === id)),
    )
    const dead = await busiestOf(cluster, await left(old))
    const killedAt = await kill(cluster, [dead], NODE)
    await cluster.ended(old)
    t.is(await cluster.settled(), 'completed')
    return { dead, killedAt }
  }
  await survives(t, { at: async old => old, die })
})
