// One load run: players, their games, a deploy or a death in the middle, and what came of it. Prints nothing.
import { setTimeout as sleep } from 'node:timers/promises'
import { Bot, PATIENCE_MS, UNKNOWN_MS } from './bot.ts'
import { groupSizes, playGames } from './group.ts'
import { type Measured, Meter } from './measure.ts'
import { signIn, type Target } from './sign-in.ts'
import { judge, type Record, type Verdict } from './verdict.ts'

export interface RunOptions {
  /** Where players sign in and go to; several are taken in turn. */
  readonly target: Target | readonly Target[]
  readonly players: number
  /** Sessions at one time; null for groups of two to four. */
  readonly sessions: number | null
  readonly seconds: number
  readonly paceMs: number
  readonly seed: number
  /** Made a third into the run, if at all: a deploy, a death. */
  readonly trouble: (() => Promise<unknown>) | null
  /** How long a player waits for an answer before that is a complaint, where a trouble may take longer than usual. */
  readonly patienceMs?: number
  /** The same for a code that a node does not know yet. */
  readonly unknownMs?: number
  /** That a group plays one after another at most, else until the end. */
  readonly gamesMax?: number
  /** Four times a second. */
  readonly onProgress: (progress: { elapsedMs: number; acked: number }) => void
}

export interface Outcome {
  readonly players: number
  readonly games: number
  /** Joins that were said again, since a node did not know the session yet. */
  readonly joinsRepeated: number
  readonly measured: Measured
  readonly verdict: Verdict
  /** What took too long, or what a player's own link found wrong. */
  readonly complaints: readonly string[]
}

const PROGRESS_MS = 250
/** Players who sign in at one time. */
const AT_ONCE = 20

export async function runLoad(options: RunOptions): Promise<Outcome> {
  const meter = new Meter()
  const bots = await signInAll(options, meter)
  const records: Record[] = []
  const complaints: string[] = []
  const stop = new AbortController()
  const free = [...bots]
  const groups = groupSizes(options.players, options.sessions).map(size => {
    const group = free.splice(0, size)
    const { paceMs, gamesMax = Number.POSITIVE_INFINITY } = options
    return playGames({
      bots: group,
      paceMs,
      gamesMax,
      stop: stop.signal,
      onRecord: record => records.push(record),
      onStuck: text => complaints.push(text),
    })
  })
  try {
    await Promise.all([showProgress(options, meter), options.trouble && inTheMiddle(options, options.trouble, meter)])
  } catch (error) {
    for (const bot of bots) bot.stop()
    throw error
  } finally {
    stop.abort()
  }
  const measured = meter.measured()
  const played = await Promise.all(groups)
  for (const bot of bots) bot.stop()
  return {
    players: bots.length,
    games: played.reduce((sum, { games }) => sum + games, 0),
    joinsRepeated: bots.reduce((sum, bot) => sum + bot.joinsRepeated, 0),
    measured,
    verdict: judge(records),
    complaints: [...complaints, ...bots.flatMap(bot => bot.complaints)],
  }
}

async function signInAll(options: RunOptions, meter: Meter): Promise<Bot[]> {
  const { target, players, seed, patienceMs = PATIENCE_MS, unknownMs = UNKNOWN_MS } = options
  const targets: readonly Target[] = 'play' in target ? [target] : target
  const url = targets.map(({ play }) => play)
  const bots: Bot[] = []
  for (let at = 0; at < players; at += AT_ONCE) {
    const names = Array.from({ length: Math.min(AT_ONCE, players - at) }, (_, n) => `bot ${at + n + 1}`)
    const tokens = await Promise.all(names.map((name, n) => signIn(targets[n % targets.length]!, name)))
    tokens.forEach((token, n) => {
      const random = generator(seed + at + n)
      const onConfirmed: ConstructorParameters<typeof Bot>[0]['onConfirmed'] = (bot, command) =>
        meter.confirmed(bot, command)
      bots.push(new Bot({ url, token, name: names[n]!, random, patienceMs, unknownMs, onConfirmed }))
    })
  }
  return bots
}

async function showProgress({ seconds, onProgress }: RunOptions, meter: Meter): Promise<void> {
  const startedAt = performance.now()
  for (let elapsedMs = 0; elapsedMs < seconds * 1000; elapsedMs = performance.now() - startedAt) {
    onProgress({ elapsedMs, acked: meter.measured().acked })
    await sleep(PROGRESS_MS)
  }
}

async function inTheMiddle({ seconds }: RunOptions, trouble: () => Promise<unknown>, meter: Meter): Promise<void> {
  await sleep((seconds * 1000) / 3)
  meter.troubleBegins()
  await trouble()
  meter.troubleEnds()
}

/** Numbers in [0, 1) that depend on nothing but the seed: a run with the same seed has the same players
 *  (xorshift32). */
function generator(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
