// The status page in a browser: what it draws of the mesh, by its data attributes.
import type { Browser, Page } from 'playwright-core'

export interface DrawnNode {
  readonly id: string
  /** As it is read aloud: slot, release, sessions, players, uptime, state. */
  readonly label: string
}

export class StatusPage {
  readonly page: Page

  private constructor(page: Page) {
    this.page = page
  }

  /** `origin` is that of a node or a balancer. */
  static async open(browser: Browser, origin: string): Promise<StatusPage> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 }, reducedMotion: 'reduce' })
    await page.goto(new URL('/status', origin).href)
    return new StatusPage(page)
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

  async filter(text: string): Promise<void> {
    await this.page.getByLabel('Filter nodes and moves').fill(text)
  }

  async close(): Promise<void> {
    await this.page.context().close()
  }
}
