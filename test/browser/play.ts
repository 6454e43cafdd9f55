// How the people of these tests play: they walk, strike who is there, and say that they are ready.
import type { PlayerPage } from './player-page.ts'

/** Registers so many moves, each where the page offers one. What the plan says then. */
export async function planMoves(player: PlayerPage, count: number): Promise<string[]> {
  for (let n = 0; n < count; n++) {
    const [way] = await player.ways()
    if (way === undefined) break
    await player.move(way)
  }
  await player.settled()
  return actionsOf(player)
}

export async function actionsOf(player: PlayerPage): Promise<string[]> {
  return (await player.plan()).map(step => step.action)
}

/** Strikes somebody who is here, else walks; then is ready. */
async function act(player: PlayerPage): Promise<void> {
  const [target] = await player.here()
  if (target !== undefined) await player.strike(target)
  else await planMoves(player, 1)
  await player.ready()
}

/** All act, and everyone sees what comes of it. True while the game goes on. */
export async function playRound(players: readonly PlayerPage[]): Promise<boolean> {
  const { round } = await players[0]!.shown()
  await Promise.all(players.map(act))
  const shown = await Promise.all(players.map(player => player.until(now => now.round > round || now.phase === 'over')))
  return shown.every(now => now.phase === 'playing')
}

/** No game of two is longer, by the rules. */
const ROUNDS_MAX = 19

export async function playOn(players: readonly PlayerPage[]): Promise<void> {
  for (let n = 0; n <= ROUNDS_MAX; n++) if (!(await playRound(players))) return
  throw new Error(`the game has no end in ${ROUNDS_MAX} rounds`)
}
