// A whole stack goes, in order or all at once, and comes back with its volume: every session goes on, and its players
// with it.
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { passed, showOutcome } from '../../scripts/load/report.ts'
import { lookAround } from '../../scripts/load/tables.ts'
import { distributionOf, showDistribution, showMs } from '../../scripts/local/distribution.ts'
import { retireStack } from '../../scripts/swarm/stack.ts'
import { goesOnAs } from '../local/lives.ts'
import { assertSame } from '../local/same.ts'
import { type Deployed, deploy, type Ground, prepare, targetsOf } from './ground.ts'
import { complaintsOf, parseLines, readLogs } from './journal.ts'
import { CONTAINER, kill } from './kill.ts'
import { type Pace, playThrough } from './play.ts'
import { layQuiet, type Quiet } from './quiet.ts'
import { STACK } from './stack-file.ts'

const variant = { replicas: 3, delay: '0s' }
let ground: Ground
let image: string
let deployed: Deployed

test.before('three containers', async t => {
  t.timeout(600_000)
  ground = await prepare(line => t.log(line))
  image = await ground.image('1')
  deployed = await deploy(ground.docker, { ...variant, image })
})

test.after.always('the engine ends', async () => {
  await deployed?.end()
  await ground?.end()
})

const TABLES_PER_NODE = 10
/** Nobody begins a game just before the end: what is younger than the first checkpoint is promised nothing. */
const PACE: Pace = { seconds: 6, paceMs: 300, patienceMs: 90_000, gamesMax: 1 }

const serving = () => deployed.cluster.serving()
const lay = async () => layQuiet(await targetsOf(deployed.cluster, await serving()), TABLES_PER_NODE)

/** Longer than from one checkpoint to the next, and than its writing takes. */
const CHECKPOINTED_MS = 8_000
/** Six seconds are usual: five between checkpoints, one between looks at what has changed. A slow machine may take
 *  longer. */
const LOST_MS_MAX = 30_000
/** So long players play on at the end. */
const PLAY_ON_MS = 2_000

/** Every untouched session in its next incarnation. Its players have until then been let alone; those who play go on by
 *  themselves. */
async function nextLives({ tables, before }: Quiet) {
  const { target } = deployed
  const since = performance.now()
  const incarnations = await Promise.all(tables.map(table => goesOnAs(table, target)))
  const foundMs = performance.now() - since
  const after = await lookAround(target, incarnations)
  await sleep(PLAY_ON_MS)
  return { incarnations, before, after, foundMs }
}

/** `docker stack rm`. @returns what the containers said and how they ended. */
async function retire() {
  const { docker } = ground
  const old = await serving()
  const words = Promise.all(old.map(({ container }) => deployed.cluster.logOf(container, { toItsEnd: true })))
  const codes = Promise.all(old.map(({ container }) => docker.run(['wait', container])))
  await retireStack(docker, STACK)
  const logs = (await words).map((text, n) => ({ task: old[n]!, log: parseLines(text) }))
  return { exits: (await codes).map(Number), complaints: complaintsOf(logs) }
}

test('[G2] [G8] a stack that is removed in order goes on with every session when it is deployed again', async t => {
  t.timeout(300_000)
  const { cluster, target } = deployed
  const trouble = async () => {
    const quiet = await lay()
    const removedAt = performance.now()
    const end = await retire()
    const goneAt = performance.now()
    await cluster.deploy({ ...variant, image })
    const healthyAt = performance.now()
    const next = await nextLives(quiet)
    const [gone, healthy, found] = [goneAt - removedAt, healthyAt - goneAt, next.foundMs].map(showMs)
    t.log(`removed in ${gone}, deployed and healthy again after ${healthy}, all sessions found after ${found}`)
    return { ...end, ...next }
  }
  const [{ exits, complaints, incarnations, before, after }, outcome] = await playThrough(target, trouble, PACE)
  t.log(showOutcome(outcome))
  t.true(passed(outcome))
  t.true(outcome.verdict.livedOn > 0)
  t.deepEqual(exits, [0, 0, 0])
  t.deepEqual([...complaints, ...complaintsOf(await readLogs(cluster))], [])
  // Else something may be missing of them.
  t.true(incarnations.every(({ savedAt }) => savedAt === null))
  t.log(`${assertSame(t, before, after, 'next')} of ${before.length} untouched seats were still in the same round`)
})

test('[G2] [G8] all containers are killed at once: every session goes on from a copy of a few seconds before', async t => {
  t.timeout(300_000)
  const { cluster, target } = deployed
  const trouble = async () => {
    const quiet = await lay()
    await sleep(CHECKPOINTED_MS)
    const old = await serving()
    const [wallAt, killedAt] = [Date.now(), performance.now()]
    await kill(cluster, old, CONTAINER)
    await cluster.until('three other containers', async () => {
      return (await serving()).filter(({ id }) => !old.some(task => task.id === id)).length === 3
    })
    const healthyAt = performance.now()
    const next = await nextLives(quiet)
    t.log(`healthy again after ${showMs(healthyAt - killedAt)}, all sessions found after ${showMs(next.foundMs)}`)
    return { ...next, killedAt, wallAt }
  }
  const [{ incarnations, before, after, killedAt, wallAt }, outcome] = await playThrough(target, trouble, PACE)
  t.log("the load run calls each lost command wrong; here the last seconds' may be lost")
  t.log(showOutcome(outcome))
  const { violations, acked, livedOn, lostAt } = outcome.verdict
  t.deepEqual([violations, outcome.complaints], [[], []])
  t.true(acked > 0 && livedOn > 0)
  const ages = lostAt.map(at => killedAt - at)
  t.log(`confirmed so long before the end, and lost: ${showDistribution(distributionOf(ages))}`)
  t.true(Math.max(0, ...ages) < LOST_MS_MAX)
  const told = incarnations.flatMap(({ savedAt }) => savedAt ?? [])
  t.log(`of ${incarnations.length} untouched sessions ${told.length} were told with when they had been saved`)
  t.is(told.length, incarnations.length)
  t.true(told.every(savedAt => savedAt <= wallAt))
  t.log(`${assertSame(t, before, after, 'next')} of ${before.length} untouched seats were still in the same round`)
})
