// All nodes die at once: the pages find the ones that start next, and tell from when their game goes on.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { assertClean, begin, type Ground, ground } from './ground.ts'
import { planMoves, playRound } from './play.ts'

let here: Ground
let folder: string
test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minotaur-state-'))
  here = await ground({ STATE_DIR: folder, CHECKPOINT_EVERY: '1s', COLD_AFTER: '1s' })
})
test.after.always(async () => {
  await here?.leave()
  await rm(folder, { recursive: true, force: true })
})

test('[G8] where all nodes die, players are told once from when their game goes on', async t => {
  const { ariadne, theseus } = await begin(here)
  const players = [ariadne, theseus]
  await planMoves(ariadne, 1)
  const { session, code, round } = await ariadne.shown()
  const isSaved = async () => (await readdir(folder)).some(name => name.endsWith('.check'))
  while (!(await isSaved())) await ariadne.page.waitForTimeout(100)
  await ariadne.page.waitForTimeout(2_000)

  const { mesh } = here
  for (const node of mesh.nodes) node.signal('SIGKILL')
  await Promise.all(mesh.nodes.map(node => node.exited))
  await ariadne.until(shown => shown.status !== 'online')
  const next = [await mesh.add(1, 'v2'), await mesh.add(2, 'v2')]
  await Promise.all(next.map(node => mesh.untilReady(node)))

  for (const player of players) {
    const shown = await player.until(now => now.session !== session && now.screen === 'board')
    t.like(shown, { code, round })
    const told = await player.toasts()
    t.is(told.length, 1)
    t.regex(told[0]!, /^This game went on from (\d+ \w+, )?\d\d:\d\d:\d\d; what came after is lost\.$/)
    await player.page.getByRole('button', { name: 'Dismiss' }).click()
  }
  t.true(await playRound(players))
  for (const player of players) t.deepEqual(await player.toasts(), [])
  assertClean(t, here, players)
})
