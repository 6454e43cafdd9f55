// What the browser tests share: one mesh behind one port, one Chromium, and people who play.
import type { ExecutionContext } from 'ava'
import type { Browser } from 'playwright-core'
import { forks, notes } from '../../scripts/local/journal.ts'
import { LocalMesh } from '../../scripts/local/local-mesh.ts'
import type { NodeProcess } from '../../scripts/local/node-process.ts'
import { buildPages, pagesAreStale } from '../../scripts/local/pages.ts'
import { freePort } from '../../scripts/local/ports.ts'
import { launchChromium } from './chromium.ts'
import { PlayerPage } from './player-page.ts'

export interface Ground {
  readonly mesh: LocalMesh
  readonly browser: Browser
  /** Of the port that all nodes share. */
  readonly url: string
  /** The same for operators. */
  readonly opsUrl: string
  /** After the last test. */
  readonly leave: () => Promise<void>
}

/** `env`: more of the nodes' environment. */
export async function ground(env: Readonly<Record<string, string>> = {}): Promise<Ground> {
  if (pagesAreStale()) await buildPages()
  const [port, opsPort] = [await freePort(), await freePort()]
  const browser = await launchChromium()
  const mesh = await LocalMesh.start({ port, opsPort, env: { LOG_LEVEL: 'debug', ...env } }).catch(async error => {
    // Else it would hold the test's process open.
    await browser.close()
    throw error
  })
  const leave = async () => {
    await browser.close()
    await mesh.kill()
  }
  return { mesh, browser, url: `http://localhost:${port}/`, opsUrl: `http://localhost:${opsPort}/`, leave }
}

export interface Game {
  readonly code: string
  readonly ariadne: PlayerPage
  readonly theseus: PlayerPage
}

/** Two people: one creates a game, the other joins it by its code, and the first starts it. */
export async function begin({ browser, url }: Ground): Promise<Game> {
  const [ariadne, theseus] = await Promise.all([PlayerPage.open(browser, url), PlayerPage.open(browser, url)])
  await Promise.all([ariadne.chooseName('Ariadne'), theseus.chooseName('Theseus')])
  const code = await ariadne.create()
  await theseus.join(code)
  await theseus.until(shown => shown.screen === 'lobby')
  await ariadne.until(shown => shown.screen === 'lobby')
  await ariadne.page.locator('[data-player="Theseus"]').waitFor()
  await ariadne.start()
  for (const player of [ariadne, theseus]) await player.until(shown => shown.screen === 'board')
  return { code, ariadne, theseus }
}

/** Of the nodes, the one that pages call by this name: the end of its peer id. */
export function nodeNamed(mesh: LocalMesh, name: string): NodeProcess {
  const found = mesh.nodes.find(node => node.log.some(line => String(line.node).endsWith(name)))
  if (!found) throw new Error(`no node of the mesh is called ${name}`)
  return found
}

/** A page that finds no socket asks a node by HTTP why not, and a node that has just come answers so; the browser
 *  writes that down. */
const ASKED = 'status of 426 (Upgrade Required)'

/** No page complained, no epoch had two owners, no node broke one of its invariants. */
export function assertClean(
  t: ExecutionContext,
  { mesh }: Ground,
  pages: readonly { errors: readonly string[] }[],
): void {
  t.deepEqual(
    pages.flatMap(page => page.errors).filter(text => !text.includes(ASKED)),
    [],
  )
  t.deepEqual(forks(mesh.nodes), [])
  t.deepEqual(
    mesh.nodes.flatMap(node => notes(node, 'invariant')),
    [],
  )
}
