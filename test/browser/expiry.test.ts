// Tokens that expire under open pages: renewed before that on every screen, and after it for who holds a seat; deploys
// included.
import test from 'ava'
import { roll } from '../../scripts/local/roll.ts'
import { assertClean, begin, type Ground, ground, nodeNamed } from './ground.ts'
import { playRound } from './play.ts'
import { PlayerPage } from './player-page.ts'

const TTL_MS = 6_000

let here: Ground
test.before(async () => {
  here = await ground({ TOKEN_TTL: `${TTL_MS}ms`, TOKEN_GRACE: '1h' })
})
test.after.always(() => here?.leave())

interface Kept {
  readonly token: string
  readonly player: string
}

const kept = ({ page }: PlayerPage): Promise<Kept> =>
  page.evaluate(() => JSON.parse(localStorage.getItem('minotaur.identity')!) as Kept)

/** When the token that the page has now will be of no use, by its own claims. */
const endOf = ({ token }: Kept): number =>
  (JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { exp: number }).exp * 1_000

async function untilExpired(token: Kept): Promise<void> {
  while (Date.now() <= endOf(token)) await new Promise(resolve => setTimeout(resolve, 100))
}

/** No node hears this page's wish for a token, until the answer is called. */
async function deafen({ context }: PlayerPage): Promise<() => Promise<void>> {
  await context.route('**/api/name', route => route.abort('connectionrefused'))
  return () => context.unroute('**/api/name')
}

const deploy = async () => {
  await roll(here.mesh, { parallel: 3, delayMs: 0, overlap: false }, () => {})
}
const isServing = (name: string) => name !== '' && here.mesh.nodes.some(() => nodeNamed(here.mesh, name).isServing)

test('[P4] tokens are renewed at home, in a lobby and in a game, and a deploy after their time finds everybody in place', async t => {
  const { ariadne, theseus } = await begin(here)
  const host = await PlayerPage.open(here.browser, here.url)
  await host.chooseName('Minos')
  await host.create()
  const loner = await PlayerPage.open(here.browser, here.url)
  await loner.chooseName('Daedalus')
  const pages = [ariadne, theseus, host, loner]
  const first = await Promise.all(pages.map(kept))
  const screens = await Promise.all(pages.map(async page => (await page.shown()).screen))
  t.deepEqual(screens, ['board', 'board', 'lobby', 'home'])

  for (const token of first) await untilExpired(token)
  await deploy()
  for (const [at, page] of pages.entries()) {
    await page.until(shown => shown.status === 'online' && isServing(shown.node))
    t.is((await page.shown()).screen, screens[at]!)
    const now = await kept(page)
    t.is(now.player, first[at]!.player)
    t.true(endOf(now) > endOf(first[at]!))
  }
  t.true(await playRound([ariadne, theseus]))
  assertClean(t, here, pages)
})

test('[P4] who comes back after the end of their token still has their seat, in the tab and after a reload', async t => {
  const { ariadne, theseus } = await begin(here)
  const players = [ariadne, theseus]
  const before = await Promise.all(players.map(kept))
  const { session } = await theseus.shown()
  const hear = await Promise.all(players.map(deafen))
  for (const token of before) await untilExpired(token)
  await deploy()
  await theseus.page.reload()
  for (const player of players) {
    await player.until(shown => shown.status === 'connecting')
    t.not((await player.shown()).screen, 'name')
  }
  for (const heard of hear) await heard()
  for (const [at, player] of players.entries()) {
    const shown = await player.until(shown => shown.screen === 'board' && shown.status === 'online')
    t.is(shown.session, session)
    t.is((await kept(player)).player, before[at]!.player)
  }
  t.true(await playRound(players))
  assertClean(t, here, players)
})

test('[P4] who has no seat to show is told so, and comes as a new player', async t => {
  const player = await PlayerPage.open(here.browser, here.url)
  await player.chooseName('Icarus')
  const before = await kept(player)
  const hear = await deafen(player)
  await untilExpired(before)
  await deploy()
  await player.until(shown => shown.status === 'connecting')
  await hear()
  await player.page.getByText('No node accepts your old pass any more').waitFor()
  t.is(await player.page.getByLabel('Your name').inputValue(), 'Icarus')
  await player.chooseName('Icarus')
  await player.until(shown => shown.screen === 'home' && shown.status === 'online')
  t.not((await kept(player)).player, before.player)
})
