// The status page, left open over a deploy.
import { readFileSync } from 'node:fs'
import test from 'ava'
import { readToken } from '../../node/gateway/tokens/reader-tokens.ts'
import { movesFrom } from '../../scripts/local/journal.ts'
import { roll } from '../../scripts/local/roll.ts'
import { assertClean, type Ground, ground } from './ground.ts'
import { PlayerPage } from './player-page.ts'
import { StatusPage } from './status-page.ts'

const SESSIONS = 4

let here: Ground
test.before(async () => {
  here = await ground({ OPS_PUBLIC: 'on' })
})
test.after.always(() => here?.leave())

test('[G3] the status page draws three nodes, and tells every move of a deploy', async t => {
  const { mesh, browser, url, opsUrl } = here
  const player = await PlayerPage.open(browser, url)
  await player.chooseName('Ariadne')
  for (let n = 0; n < SESSIONS; n++) {
    await player.create()
    await player.goHome()
  }
  const status = await StatusPage.open(browser, opsUrl)
  const serving = async (release: string) =>
    (await status.nodes()).filter(({ label }) => label.includes(`release ${release},`) && / up \d/.test(label))
  await status.until(async () => (await serving('v1')).length === 3 && (await status.count('sessions')) === SESSIONS)
  t.deepEqual(await status.moves(), [])
  await status.watchVerdict()

  // The page asks once a second; a node that leaves may take the news with it that nobody has asked for yet.
  await roll(mesh, { parallel: 1, delayMs: 2_000, overlap: false })
  await status.until(async () => (await serving('v2')).length === 3 && (await serving('v1')).length === 0)
  const moved = mesh.nodes.flatMap(movesFrom).map(move => move.session)
  t.deepEqual(moved.toSorted(), [...new Set(moved)].toSorted())
  t.true(moved.length > 0)
  await status.until(async () => (await status.moves()).length === moved.length)
  t.deepEqual((await status.moves()).toSorted(), moved.toSorted())
  await status.until(async () => (await status.count('sessions')) === SESSIONS)
  t.is(await status.count('draining'), 0)
  t.is((await status.source()).failures, 0)
  await status.until(async () => (await status.verdicts()).at(-1)!.startsWith('good: All is well.'))
  const verdicts = await status.verdicts()
  t.true(verdicts.some(said => /^busy: .*A deploy is under way, v1 → v2/.test(said)))
  t.deepEqual(
    verdicts.filter(said => said.startsWith('bad')),
    [],
    'nothing is wrong in a deploy',
  )

  const [move] = await status.moves()
  await status.filter(move!.slice(0, 8))
  t.deepEqual(await status.moves(), [move])
  assertClean(t, here, [player, status])
})

test("on the players' port the page asks for a token, says that a wrong one is none, and draws the mesh for the right one", async t => {
  const status = await StatusPage.open(here.browser, here.url)
  await status.giveToken('x'.repeat(43))
  await status.page.getByRole('alert').getByText('does not accept this token').waitFor()
  t.deepEqual(await status.nodes(), [])
  await status.giveToken(readToken([readFileSync(here.mesh.keyFile)]))
  await status.until(async () => (await status.nodes()).length >= 3)
  t.is(await status.page.getByLabel('Token for reading').count(), 0)
  await status.page.reload()
  await status.until(async () => (await status.nodes()).length >= 3)
  assertClean(t, here, [{ errors: status.errors.filter(error => !/status of 401/.test(error)) }])
})
