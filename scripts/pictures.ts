// `npm run pictures`: the README's pictures, taken of real pages over a local mesh: a game in play, and the status page
// in a deploy.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineCommand, runMain } from 'citty'
import type { Page } from 'playwright-core'
import type { Direction } from '../protocol/minotaur.ts'
import { begin, type Ground, ground } from '../test/browser/ground.ts'
import type { PlayerPage } from '../test/browser/player-page.ts'
import { StatusPage } from '../test/browser/status-page.ts'
import { targetOf } from './load/sign-in.ts'
import { ANY_NUMBER, setTables } from './load/tables.ts'
import { orExplain } from './local/arguments.ts'
import { roll } from './local/roll.ts'

const FOLDER = join(import.meta.dirname, '..', '.github', 'pictures')
/** Enough that a deploy moves something at each node, and lasts for some seconds. */
const TABLES = 120
const ROUNDS = 6
const QUALITY = 88
/** Moves of the deploy are drawn on the status page as they come; by then there are some. */
const MOVES_MIN = 40

/** Both themes, with the same things on the page. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const path = join(FOLDER, `${name}-${colorScheme}.jpg`)
    await page.screenshot({ path, type: 'jpeg', quality: QUALITY, clip: { x: 0, y: 0, width: 1280, height: 800 } })
    process.stdout.write(`${path}\n`)
  }
}

/** Everybody walks on, back only where there is no other way, until they have seen something of the maze. */
async function play(players: readonly PlayerPage[]): Promise<void> {
  const came = new Map<PlayerPage, Direction>()
  const step = async (player: PlayerPage) => {
    const ways = await player.ways()
    const back = came.has(player) ? (came.get(player)! + 3) % 6 : null
    const way = ways.find(direction => direction !== back) ?? ways[0]
    if (way === undefined) return
    came.set(player, way)
    await player.move(way)
    await player.settled()
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const player of players) {
      await step(player)
      await step(player)
      await player.ready()
    }
    await players[0]!.until(shown => shown.round > round + 1)
  }
  await step(players[0]!)
}

async function takePictures(all: Ground): Promise<void> {
  const { mesh, browser, url, opsUrl } = all
  const { ariadne, theseus } = await begin(all)
  await play([ariadne, theseus])
  await shoot(ariadne.page, 'game')
  await setTables(targetOf(url), TABLES)
  const status = await StatusPage.open(browser, opsUrl)
  await status.until(async () => (await status.count('sessions')) > TABLES)
  const deploy = roll(mesh, { parallel: 1, delayMs: 1_500, overlap: true })
  await status.until(async () => (await status.moves()).length >= MOVES_MIN)
  await shoot(status.page, 'status')
  await deploy
}

const command = defineCommand({
  meta: {
    name: 'npm run pictures',
    description: 'Takes the pictures of the README anew, with Chromium, into .github/pictures.',
  },
  run: called =>
    orExplain(called, async () => {
      mkdirSync(FOLDER, { recursive: true })
      const all = await ground(ANY_NUMBER)
      try {
        await takePictures(all)
      } finally {
        await all.leave()
      }
    }),
})

await runMain(command)
