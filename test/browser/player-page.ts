// One player at their page. Does what a person can do, by roles and names; reads what the page says of itself in its
// data attributes. Every act waits until the page can be asked for it, none waits for its outcome: say so with
// `settled` and `until`.
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { Direction } from '../../protocol/minotaur.ts'
import { type LogLine, type PlannedStep, type PlayerRow, readShown, type Shown } from './shown.ts'

/** Tests share the machine with the mesh under test, and with whatever else runs there. */
export const PATIENCE_MS = 40_000

const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 800 } }
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
}

export class PlayerPage {
  readonly page: Page
  readonly context: BrowserContext
  /** What the page threw or wrote as an error to its console. */
  readonly errors: string[] = []

  private constructor(context: BrowserContext, page: Page) {
    this.context = context
    this.page = page
    page.setDefaultTimeout(PATIENCE_MS)
    page.on('pageerror', error => this.errors.push(String(error)))
    page.on('console', message => {
      // A node that goes away while a socket opens is no error of the page.
      if (message.type() === 'error' && !/WebSocket|ERR_CONNECTION|ERR_EMPTY/.test(message.text()))
        this.errors.push(message.text())
    })
  }

  /** A new person, with storage of their own. `url` is the origin of a node or a balancer, or a link shared by a
   *  player. */
  static async open(browser: Browser, url: string, device: BrowserContextOptions = DESK): Promise<PlayerPage> {
    // Without motion a click need not wait for what still moves.
    const context = await browser.newContext({ ...device, reducedMotion: 'reduce' })
    const player = new PlayerPage(context, await context.newPage())
    await player.page.goto(url)
    return player
  }

  /** The same person in another tab. */
  async anotherTab(url: string): Promise<PlayerPage> {
    const player = new PlayerPage(this.context, await this.context.newPage())
    await player.page.goto(url)
    return player
  }

  /** Brings the tab to the front, where a person must have it to do something: in the back all of it is slowed down. */
  async lookAt(): Promise<void> {
    await this.page.bringToFront()
  }

  async close(): Promise<void> {
    await this.context.close()
  }

  // --- before the game

  async chooseName(name: string): Promise<void> {
    await this.page.getByLabel('Your name').fill(name)
    await this.button('Enter the labyrinth').click()
    await this.until(shown => shown.screen !== 'name')
  }

  /** Makes a game and waits for its lobby. Its code. */
  async create(): Promise<string> {
    await this.button('Create a game').click()
    const { code } = await this.until(shown => shown.screen === 'lobby' && shown.code !== '')
    return code
  }

  async join(code: string): Promise<void> {
    await this.page.getByLabel('Join by code').fill(code)
    await this.button('Join').click()
  }

  /** Goes back to a game in progress, from the home screen. */
  async enter(code: string): Promise<void> {
    await this.page.locator(`[data-game-code="${code}"]`).click()
  }

  async start(): Promise<void> {
    await this.button('Start the game').click()
  }

  async takeSeat(): Promise<void> {
    await this.button('Play here').click()
  }

  /** Keeps the seat. */
  async goHome(): Promise<void> {
    await this.page
      .getByRole('button', { name: /^(Back to my games|My games|Keep my place .*)$/ })
      .first()
      .click()
  }

  // --- in the game

  /** The directions in which the page offers to move next. */
  async ways(): Promise<Direction[]> {
    const ways = await this.page
      .locator('[data-move]')
      .evaluateAll(all => all.map(one => one.getAttribute('data-move')))
    return ways.map(way => Number(way) as Direction)
  }

  async move(direction: Direction): Promise<void> {
    await this.page.locator(`[data-move="${direction}"] .target`).click()
  }

  /** Those who are in the same hex. */
  async here(): Promise<string[]> {
    return this.texts('[data-strike]', 'data-strike')
  }

  async strike(name: string): Promise<void> {
    await this.page.locator(`[data-strike="${name}"]`).click()
  }

  /** Takes the action at this place out of the plan. */
  async takeBack(index: number): Promise<void> {
    await this.page
      .getByRole('button', { name: /^Take back: / })
      .nth(index)
      .click()
  }

  async ready(): Promise<void> {
    await this.readyButton().click()
  }

  async isReady(): Promise<boolean> {
    return (await this.readyButton().getAttribute('aria-pressed')) === 'true'
  }

  async plan(): Promise<PlannedStep[]> {
    return this.page.locator('[data-action]').evaluateAll(all =>
      all.map(one => ({
        action: one.getAttribute('data-action') ?? '',
        pending: one.getAttribute('data-pending') === 'true',
      })),
    )
  }

  async points(): Promise<number> {
    return Number(await this.page.locator('[data-points]').getAttribute('data-points'))
  }

  /** Milliseconds left of the round, as the page counts them. */
  async remainingMs(): Promise<number> {
    return Number(await this.page.locator('[data-remaining]').getAttribute('data-remaining'))
  }

  /** In the lobby, only their names. */
  async players(): Promise<PlayerRow[]> {
    return this.page.locator('[data-player]').evaluateAll(all =>
      all.map(one => ({
        name: one.getAttribute('data-player') ?? '',
        alive: one.getAttribute('data-alive') !== 'false',
        ready: one.getAttribute('data-ready') === 'true',
      })),
    )
  }

  async log(): Promise<LogLine[]> {
    return this.page.locator('[data-log-round] p').evaluateAll(all =>
      all.map(one => ({
        round: Number(one.closest('[data-log-round]')?.getAttribute('data-log-round')),
        text: one.textContent ?? '',
      })),
    )
  }

  // --- what it shows

  async shown(): Promise<Shown> {
    const data = await this.page.locator('.page').evaluate(element => ({ ...(element as HTMLElement).dataset }))
    return readShown(data)
  }

  /** Waits until what is shown is so. @throws Error with what was shown last. */
  async until(so: (shown: Shown) => boolean, patienceMs = PATIENCE_MS): Promise<Shown> {
    const end = Date.now() + patienceMs
    for (;;) {
      const shown = await this.shown()
      if (so(shown)) return shown
      if (Date.now() > end) {
        const problem = await this.problem()
        throw new Error(`not within ${patienceMs} ms; the page shows ${JSON.stringify({ ...shown, problem })}`)
      }
      await this.page.waitForTimeout(25)
    }
  }

  /** Waits until every command is confirmed. */
  async settled(): Promise<Shown> {
    return this.until(shown => shown.unconfirmed === 0 && shown.status === 'online')
  }

  /** What a reader is told at the end of the game, or null. */
  async ending(): Promise<string | null> {
    const heading = this.page.locator('.ending h2 [role=img]')
    return (await heading.isVisible()) ? heading.getAttribute('aria-label') : null
  }

  /** The passing messages, newest last. */
  async toasts(): Promise<string[]> {
    return (await this.page.locator('[data-toast] span').allTextContents()).map(text => text.trim())
  }

  /** The error that a screen shows, or null. */
  async problem(): Promise<string | null> {
    const problem = this.page.locator('.problem').first()
    return (await problem.isVisible()) ? problem.textContent() : null
  }

  private button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  private readyButton(): Locator {
    return this.page.locator('.plan .ready')
  }

  private async texts(selector: string, attribute: string): Promise<string[]> {
    const all = await this.page
      .locator(selector)
      .evaluateAll((list, name) => list.map(one => one.getAttribute(name)), attribute)
    return all.filter(text => text !== null)
  }
}
