// Rolling deploys on a real Swarm, of the project's own image and stack file: people play on, and nothing of theirs is
// lost.
import test from 'ava'
import { deployFor, type Ground, prepare } from './ground.ts'
import { assertStory } from './story.ts'
import { assertSurvives, leaveTogether } from './survive.ts'

let ground: Ground
let first: string
let second: string

test.before('an engine, and two releases', async t => {
  t.timeout(600_000)
  ground = await prepare(line => t.log(line))
  first = await ground.image('1')
  second = await ground.image('2')
})

test.after.always('the engine ends', async () => {
  await ground?.end()
})

test('[G3] the story: one container with one game is replaced', async t => {
  t.timeout(600_000)
  const variant = { image: first, replicas: 1, delay: '0s', logLevel: 'info' } as const
  await assertStory(t, await deployFor(t, ground.docker, variant), 2)
})

test('[G3] the story with a backup and a vote: three containers with one game are replaced', async t => {
  t.timeout(1_200_000)
  const variant = { image: first, replicas: 3, delay: '3s', logLevel: 'info' } as const
  await assertStory(t, await deployFor(t, ground.docker, variant), 1)
})

test('[G3] one container: games survive its replacement, by force and by a new image', async t => {
  t.timeout(600_000)
  const deployed = await deployFor(t, ground.docker, { image: first, replicas: 1, delay: '0s' })
  await assertSurvives(t, deployed, '--force')
  await assertSurvives(t, deployed, '--image', second)
})

test('[G3] three containers: games survive a forced update, one drain after the other', async t => {
  t.timeout(600_000)
  const deployed = await deployFor(t, ground.docker, { image: first, replicas: 3, delay: '3s' })
  await assertSurvives(t, deployed, '--force')
})

test('[G3] three containers: games survive a new image while the drains overlap', async t => {
  t.timeout(600_000)
  const deployed = await deployFor(t, ground.docker, { image: first, replicas: 3, delay: '0s' })
  // Each new container is healthy at a moment of its own, and drains are short: whether these overlap is chance.
  await assertSurvives(t, deployed, '--image', second, '--update-parallelism', '0')
  t.true((await leaveTogether(t, deployed, 2)) >= 2)
})
