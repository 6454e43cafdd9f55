// What a person meets on the way into a game and beside it: codes, links, tabs, reloads, a phone.
import test from 'ava'
import { assertClean, begin, type Ground, ground } from './ground.ts'
import { actionsOf, planMoves, playRound } from './play.ts'
import { PHONE, PlayerPage } from './player-page.ts'

let here: Ground
test.before(async () => {
  here = await ground()
})
test.after.always(() => here?.leave())

test('a wrong code is answered with a clear error, and the right one still leads in', async t => {
  const [host, guest] = [await PlayerPage.open(here.browser, here.url), await PlayerPage.open(here.browser, here.url)]
  await host.chooseName('Minos')
  await guest.chooseName('Daedalus')
  await guest.join('KE')
  await guest.page.getByText('A code has four to ten letters, such as LWBRTP.').waitFor()
  await guest.join('ZZZZZZ')
  await guest.page.getByText('No game has this code.').waitFor()
  t.is(await guest.problem(), 'No game has this code. Check the letters with whoever sent it.')
  t.is((await guest.shown()).screen, 'home')
  await guest.join(await host.create())
  await guest.until(shown => shown.screen === 'lobby')
  t.is(await guest.problem(), null)
  assertClean(t, here, [host, guest])
})

test('[G2] a second tab takes the seat, the first one says so, and may take it back', async t => {
  const { code, ariadne: first, theseus } = await begin(here)
  const plan = await planMoves(first, 1)
  const second = await first.anotherTab(here.url)
  await second.enter(code)
  await first.until(shown => shown.screen === 'replaced')
  await first.page.getByRole('heading', { name: 'You are playing in another tab' }).waitFor()
  await second.until(shown => shown.screen === 'board')
  t.deepEqual(await actionsOf(second), plan)
  const longer = await planMoves(second, 1)
  t.is(longer.length, plan.length + 1)

  await first.lookAt()
  await first.takeSeat()
  await second.until(shown => shown.screen === 'replaced')
  await first.until(shown => shown.screen === 'board')
  t.deepEqual(await actionsOf(first), longer)
  t.true(await playRound([first, theseus]))
  assertClean(t, here, [first, second, theseus])
})

test('[G2] a reload leads back into the game, to the same choices', async t => {
  const { ariadne, theseus } = await begin(here)
  const plan = await planMoves(ariadne, 2)
  const before = await ariadne.shown()
  await ariadne.page.reload()
  await ariadne.until(shown => shown.screen === 'board')
  await ariadne.settled()
  t.like(await ariadne.shown(), { session: before.session, code: before.code, round: before.round })
  t.deepEqual(await actionsOf(ariadne), plan)
  t.true(await playRound([ariadne, theseus]))
  assertClean(t, here, [ariadne, theseus])
})

/** By how many pixels the page is wider than the screen. */
const overhang = ({ page }: PlayerPage) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

test('on a phone a shared link leads into the game, and nothing is wider than the screen', async t => {
  const host = await PlayerPage.open(here.browser, here.url)
  await host.chooseName('Minos')
  const code = await host.create()
  const phone = await PlayerPage.open(here.browser, `${here.url}#${code}`, PHONE)
  await phone.page.getByText(`You are invited to game ${code}.`).waitFor()
  t.true((await overhang(phone)) <= 0, 'name')
  await phone.chooseName('Icarus')
  t.is(await phone.page.getByLabel('Join by code').inputValue(), code)
  t.true((await overhang(phone)) <= 0, 'home')
  await phone.join(code)
  await phone.until(shown => shown.screen === 'lobby')
  t.true((await overhang(phone)) <= 0, 'lobby')
  await phone.start()
  for (const player of [host, phone]) await player.until(shown => shown.screen === 'board')
  t.true(await playRound([host, phone]))
  t.true((await overhang(phone)) <= 0, 'board')
  assertClean(t, here, [host, phone])
})

/** Buttons and the like in sight that are too low for a finger. */
const smallTargets = ({ page }: PlayerPage) =>
  page
    .locator('button:visible, summary:visible, input:visible')
    .evaluateAll(all =>
      all
        .filter(one => one.getBoundingClientRect().height < 44)
        .map(one => one.getAttribute('aria-label') ?? one.textContent ?? ''),
    )

test('on a low phone a whole round is planned without scrolling, by fingers', async t => {
  const low = { ...PHONE, viewport: { width: 390, height: 664 } }
  const [phone, other] = [
    await PlayerPage.open(here.browser, here.url, low),
    await PlayerPage.open(here.browser, here.url),
  ]
  await phone.chooseName('Icarus')
  t.deepEqual(await smallTargets(phone), [], 'home')
  const code = await phone.create()
  t.deepEqual(await smallTargets(phone), [], 'lobby')
  await other.chooseName('Daedalus')
  await other.join(code)
  await phone.page.locator('[data-player="Daedalus"]').waitFor()
  await phone.start()
  await phone.until(shown => shown.screen === 'board')
  t.is((await planMoves(phone, 3)).length, 3)
  t.deepEqual(await smallTargets(phone), [], 'board')
  const ready = (await phone.page.locator('.plan .ready').boundingBox())!
  t.true(ready.y + ready.height <= low.viewport.height, 'Ready is in sight')
  await phone.page.getByText('Your points are spent: press Ready.').waitFor()
  await phone.ready()
  await phone.page.getByText('Waiting for Daedalus. You can still change your plan.').waitFor()
  assertClean(t, here, [phone, other])
})

test('the rules are told before the game, and beside the board by a key', async t => {
  const { ariadne, theseus } = await begin(here)
  const { page } = ariadne
  await page.keyboard.press('?')
  await page.getByRole('heading', { name: 'How it is played' }).waitFor()
  await page.getByText('you have 3 action points').waitFor()
  await page.keyboard.press('KeyR')
  t.false(await ariadne.isReady(), 'keys of the board rest meanwhile')
  await page.keyboard.press('Escape')
  await page.keyboard.press('KeyR')
  await ariadne.settled()
  t.true(await ariadne.isReady())
  assertClean(t, here, [ariadne, theseus])
})

test('who leaves a lobby is home again, also the last one', async t => {
  const player = await PlayerPage.open(here.browser, here.url)
  await player.chooseName('Minos')
  await player.create()
  await player.page.getByRole('button', { name: 'Leave', exact: true }).click()
  await player.until(shown => shown.screen === 'home')
  await player.page.waitForTimeout(500)
  t.is((await player.shown()).screen, 'home')
  assertClean(t, here, [player])
})

test('the ways out are reached from the keyboard, and taken by Enter', async t => {
  const { ariadne, theseus } = await begin(here)
  const { page } = ariadne
  await page.keyboard.press('Tab')
  t.regex((await page.locator(':focus').getAttribute('aria-label')) ?? '', /^(Move|Strike) /)
  await page.keyboard.press('Enter')
  await ariadne.settled()
  t.is((await actionsOf(ariadne)).length, 1)
  assertClean(t, here, [ariadne, theseus])
})
