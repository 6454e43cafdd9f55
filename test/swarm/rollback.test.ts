// A deploy that goes wrong on a real Swarm: it is taken back by itself, and no session is lost.
import test from 'ava'
import { monotonicNow } from '../../node/ops/monotonic-clock.ts'
import { varyImage } from '../../scripts/swarm/image.ts'
import { deployFor, type Ground, prepare } from './ground.ts'
import { readJournal } from './journal.ts'
import { playOver } from './play.ts'

let ground: Ground
let good: string

test.before('an engine, and a release that works', async t => {
  t.timeout(600_000)
  ground = await prepare(line => t.log(line))
  good = await ground.image('1')
})

test.after.always('the engine ends', async () => {
  await ground?.end()
})

/** Swarm does not wait a minute for the bad release to get healthy. */
const IMPATIENT = ['--health-start-period', '5s', '--health-retries', '2']

const rollsBack = test.macro(async (t, instructions: string) => {
  t.timeout(600_000)
  const bad = await varyImage(ground.docker, good, 'minotaur:bad', instructions)
  const { cluster, target } = await deployFor(t, ground.docker, { image: good, replicas: 3, delay: '0s' })
  const since = monotonicNow()
  const before = await cluster.tasks()
  const outcome = await playOver(t, target, async () => {
    await cluster.update('--image', bad, ...IMPATIENT)
    return cluster.settled()
  })
  const after = await cluster.tasks()
  const { complaints } = await readJournal(cluster, since)
  t.is(outcome, 'rollback_completed')
  t.true(
    after.some(task => task.image === bad && task.leaving),
    'the bad release was tried',
  )
  t.deepEqual(
    after.filter(task => task.serving).map(task => task.id),
    before.map(task => task.id),
    'those who served serve on',
  )
  t.deepEqual(
    complaints.filter(line => !line.includes(bad)),
    [],
  )
})

test('a release that never gets healthy is taken back, and no session is lost', rollsBack, 'HEALTHCHECK CMD exit 1')
test(
  'a release that ends at once is taken back, and no session is lost',
  rollsBack,
  'CMD ["node", "-e", "process.exit(3)"]',
)
