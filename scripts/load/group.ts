// A few bots that play one game after another together: the first makes the session, the others join it by its code.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Bot, StuckError } from './bot.ts'
import type { Record } from './verdict.ts'

export interface GroupOptions {
  readonly bots: readonly Bot[]
  /** Between two commands of one bot, on average. */
  readonly paceMs: number
  /** One after another, so many at most. */
  readonly gamesMax: number
  /** Ends the play; what was begun is still judged. */
  readonly stop: AbortSignal
  readonly onRecord: (record: Record) => void
  /** Something took far too long. */
  readonly onStuck: (text: string) => void
}

export async function playGames(options: GroupOptions): Promise<{ games: number }> {
  let games = 0
  while (!options.stop.aborted && games < options.gamesMax) {
    try {
      await playOne(options)
      games++
    } catch (error) {
      if (!(error instanceof StuckError)) throw error
      options.onStuck(error.message)
      await sleep(options.paceMs)
    }
  }
  return { games }
}

async function playOne({ bots, paceMs, stop, onRecord }: GroupOptions): Promise<void> {
  const [leader, ...others] = bots
  try {
    const code = await leader!.create()
    await Promise.all(others.map(bot => bot.join(code)))
    await Promise.all(bots.map(bot => bot.play({ players: bots.length, paceMs, stop })))
  } finally {
    for (const records of await Promise.all(bots.map(bot => bot.finish()))) records.forEach(onRecord)
  }
}

/** Sizes of groups of two to four for so many players; with a number of sessions, as even as can be. */
export function groupSizes(players: number, sessions: number | null): number[] {
  if (sessions !== null) {
    return Array.from({ length: sessions }, (_, at) => Math.floor((players + at) / sessions))
  }
  const sizes: number[] = []
  for (let left = players; left > 0; ) {
    const wanted = 2 + (sizes.length % 3)
    // Nobody can be left alone at the end.
    const size = left - wanted === 1 ? (wanted === 4 ? 3 : wanted + 1) : Math.min(wanted, left)
    sizes.push(size)
    left -= size
  }
  return sizes
}
