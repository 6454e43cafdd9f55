// The status page in a browser: what it draws of the mesh, by its data attributes.
import type { Browser, Page } from 'playwright-core'
import { PATIENCE_MS } from './player-page.ts'

export interface DrawnNode {
  readonly id: string
  /** As it is read aloud: slot, release, sessions, players, uptime, state. */
  readonly label: string
}

declare global {
  interface Window {
    verdicts?: string[]
  }
}

export class StatusPage {
  readonly page: Page

  /** What the page threw or wrote as an error to its console. */
  readonly errors: string[] = []

  private constructor(page: Page) {
    this.page = page
    page.on('pageerror', error => this.errors.push(String(error)))
    page.on('console', message => {
      // A node that goes away while it is asked is no error of the page.
      if (message.type() === 'error' && !/ERR_CONNECTION|ERR_EMPTY|ERR_SOCKET/.test(message.text()))
        this.errors.push(message.text())
    })
  }

  /** `origin` is that of a node's port for operators. */
  static async open(browser: Browser, origin: string): Promise<StatusPage> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 }, reducedMotion: 'reduce' })
    const status = new StatusPage(page)
    await page.goto(new URL('/status', origin).href)
    return status
  }

  async nodes(): Promise<DrawnNode[]> {
    return this.page
      .locator('[data-node]')
      .evaluateAll(all =>
        all.map(one => ({ id: one.getAttribute('data-node') ?? '', label: one.getAttribute('aria-label') ?? '' })),
      )
  }

  /** One of the numbers at the top, such as `sessions` or `unprotected`; NaN where it is not shown. */
  async count(name: string): Promise<number> {
    const [text] = await this.page.locator(`[data-count="${name}"] dd`).allTextContents()
    return text === undefined ? Number.NaN : Number(text.replaceAll(',', ''))
  }

  /** Sessions of the moves in the table, newest first. */
  async moves(): Promise<string[]> {
    return this.page.locator('[data-move]').evaluateAll(all => all.map(one => one.getAttribute('data-move') ?? ''))
  }

  /** The node that answered last, and how many requests since then nobody did. */
  async source(): Promise<{ readonly me: string; readonly failures: number }> {
    const status = this.page.locator('.status')
    return {
      me: (await status.getAttribute('data-me')) ?? '',
      failures: Number(await status.getAttribute('data-failures')),
    }
  }

  /** Waits until what is drawn is so. @throws Error with the nodes drawn last. */
  async until(so: () => Promise<boolean>, patienceMs = PATIENCE_MS): Promise<void> {
    const end = Date.now() + patienceMs
    while (!(await so())) {
      if (Date.now() > end)
        throw new Error(`not within ${patienceMs} ms; the page draws ${JSON.stringify(await this.nodes())}`)
      await this.page.waitForTimeout(100)
    }
  }

  /** From now on, what the page says of the mesh is written down. */
  async watchVerdict(): Promise<void> {
    await this.page.locator('[data-verdict]').waitFor()
    await this.page.evaluate(() => {
      const panel = document.querySelector('[data-verdict]')!
      const said: string[] = []
      const note = () => said.push(`${panel.getAttribute('data-verdict')}: ${panel.textContent}`)
      note()
      new MutationObserver(note).observe(panel, {
        attributes: true,
        characterData: true,
        childList: true,
        subtree: true,
      })
      window.verdicts = said
    })
  }

  /** Each begins with its tone, `good`, `busy` or `bad`; some twice. */
  async verdicts(): Promise<string[]> {
    return this.page.evaluate(() => window.verdicts ?? [])
  }

  async filter(text: string): Promise<void> {
    await this.page.getByLabel('Filter nodes and moves').fill(text)
  }

  /** Where the page asks for one. */
  async giveToken(token: string): Promise<void> {
    await this.page.getByLabel('Token for reading').fill(token)
    await this.page.getByRole('button', { name: 'Show the mesh' }).click()
  }

  async close(): Promise<void> {
    await this.page.context().close()
  }
}
