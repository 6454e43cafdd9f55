// A page whose parts do not arrive, as in the middle of a deploy when another node than the page's is asked for them.
import test from 'ava'
import { assertClean, type Ground, ground } from './ground.ts'
import { PlayerPage } from './player-page.ts'

let here: Ground
test.before(async () => {
  here = await ground()
})
test.after.always(() => here?.leave())

/** A page for which the first so many requests for parts of this kind find no file. How often it was loaded. */
async function without(kind: string, times: number) {
  const player = await PlayerPage.open(here.browser, 'about:blank')
  let left = times
  let loads = 0
  player.page.on('request', request => request.isNavigationRequest() && loads++)
  await player.page.route(`**/assets/*.${kind}`, route => {
    if (left-- > 0) return route.fulfill({ status: 404, contentType: 'text/plain', body: 'no such page' })
    return route.continue()
  })
  await player.page.goto(here.url)
  return { player, loads: () => loads }
}

for (const kind of ['js', 'css']) {
  test(`a page that misses its ${kind} for a moment loads itself again, and works`, async t => {
    const { player, loads } = await without(kind, 3)
    await player.page.getByLabel('Your name').waitFor()
    await player.page.waitForFunction(() => document.body && getComputedStyle(document.body).margin === '0px')
    t.true(loads() > 1)
    await player.chooseName('Icarus')
    await player.create()
    const before = loads()
    await player.page.reload()
    await player.until(shown => shown.screen === 'lobby')
    t.is(loads(), before + 1, 'and does not go on loading')
    t.true(player.errors.every(error => /404|MIME/.test(error)))
    assertClean(t, here, [])
    await player.close()
  })
}
