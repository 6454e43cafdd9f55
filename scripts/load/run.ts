// One load run: players, their games, a deploy or a death in the middle, and what came of it. Prints nothing.
import { setTimeout as sleep } from 'node:timers/promises'
import { Bot, PATIENCE_MS, UNKNOWN_MS } from './bot.ts'
import { groupSizes, playGames } from './group.ts'
import { type LoopUse, LoopWatch } from './loop-watch.ts'
import { type Measured, Meter } from './measure.ts'
import { Dues, type Schedule } from './schedule.ts'
import { signIn, type Target } from './sign-in.ts'
import { judge, NO_VERDICT, sumOf, type Verdict } from './verdict.ts'

export interface RunOptions {
  /** Where players sign in and go to; several are taken in turn. */
  readonly target: Target | readonly Target[]
  readonly players: number
  /** Sessions at one time; null for groups of two to four. */
  readonly sessions: number | null
  readonly seconds: number
  /** Between two commands of one player, where the run has no rate. */
  readonly paceMs: number
  /** An open loop: commands are due by a schedule, whatever became of those before. Absent: by `paceMs`. */
  readonly schedule?: Schedule | null
  readonly seed: number
  /** Made a third into the run, if at all: a deploy, a death. */
  readonly trouble: (() => Promise<unknown>) | null
  /** What it is called in a report. */
  readonly troubleKind?: string
  /** Runs beside the whole run, and marks what it does to the mesh; the function that `begin` returns ends a mark. It
   *  is told to end by the signal, and the run ends after it. */
  readonly beside?: (run: {
    begin: (kind: string) => () => void
    stop: AbortSignal
    now: () => Progress
  }) => Promise<void>
  /** How long a player waits for an answer before that is a complaint, where a trouble may take longer than usual. */
  readonly patienceMs?: number
  /** The same for a code that a node does not know yet. */
  readonly unknownMs?: number
  /** That a group plays one after another at most, else until the end. */
  readonly gamesMax?: number
  /** Four times a second. */
  readonly onProgress: (progress: { elapsedMs: number; acked: number }) => void
}

/** What a run knows before its end. */
export interface Progress {
  readonly measured: Measured
  readonly verdict: Verdict
  readonly complaints: number
}

export interface Outcome {
  readonly players: number
  readonly games: number
  /** Joins that were said again, since a node did not know the session yet. */
  readonly joinsRepeated: number
  readonly measured: Measured
  readonly loop: LoopUse
  readonly verdict: Verdict
  /** What took too long, or what a player's own link found wrong. */
  readonly complaints: readonly string[]
}

const PROGRESS_MS = 250
/** Players who sign in at one time. */
const AT_ONCE = 20

export async function runLoad(options: RunOptions): Promise<Outcome> {
  const bots: Bot[] = []
  const meter = await signInAll(options, bots)
  const loop = new LoopWatch()
  let verdict = NO_VERDICT
  const complaints: string[] = []
  const stop = new AbortController()
  const free = [...bots]
  const groups = groupSizes(options.players, options.sessions).map(size => {
    const { paceMs, gamesMax = Number.POSITIVE_INFINITY } = options
    return playGames({
      bots: free.splice(0, size),
      paceMs,
      gamesMax,
      stop: stop.signal,
      // Judged at once: the records of hours would fill the memory.
      onRecord: record => {
        verdict = sumOf(verdict, judge([record]))
      },
      onStuck: text => complaints.push(text),
    })
  })
  const amiss = () => [...complaints, ...bots.flatMap(bot => bot.complaints)]
  const now = () => ({ measured: meter.measured(), verdict, complaints: amiss().length })
  const begin = (kind: string) => meter.begin(kind)
  const beside = options.beside?.({ begin, stop: stop.signal, now })
  try {
    const during = Promise.all([showProgress(options, meter), inTheMiddle(options, meter)])
    await (beside ? Promise.race([during, beside.then(() => during)]) : during)
  } catch (error) {
    for (const bot of bots) bot.stop()
    throw error
  } finally {
    stop.abort()
  }
  await beside
  meter.end()
  const used = loop.stop()
  const played = await Promise.all(groups)
  for (const bot of bots) bot.stop()
  return {
    players: bots.length,
    games: played.reduce((sum, { games }) => sum + games, 0),
    joinsRepeated: bots.reduce((sum, bot) => sum + bot.joinsRepeated, 0),
    measured: meter.measured(),
    loop: used,
    verdict,
    complaints: amiss(),
  }
}

/** Fills `bots`; the run's time begins when all are there. */
async function signInAll(options: RunOptions, bots: Bot[]): Promise<Meter> {
  const { target, players, seed, patienceMs = PATIENCE_MS, unknownMs = UNKNOWN_MS } = options
  const targets: readonly Target[] = 'play' in target ? [target] : target
  const url = targets.map(({ play }) => play)
  const signedIn: { token: string; name: string }[] = []
  for (let at = 0; at < players; at += AT_ONCE) {
    const names = Array.from({ length: Math.min(AT_ONCE, players - at) }, (_, n) => `bot ${at + n + 1}`)
    const tokens = await Promise.all(names.map((name, n) => signIn(targets[n % targets.length]!, name)))
    signedIn.push(...tokens.map((token, n) => ({ token, name: names[n]! })))
  }
  const meter = new Meter(options.seconds)
  const startedAt = performance.now()
  for (const [player, { token, name }] of signedIn.entries()) {
    const { schedule } = options
    const dues = schedule ? new Dues(schedule, { startedAt, player, players }) : null
    const random = generator(seed + player)
    const onConfirmed: ConstructorParameters<typeof Bot>[0]['onConfirmed'] = (bot, command) =>
      meter.confirmed(bot, command)
    bots.push(new Bot({ url, token, name, random, patienceMs, unknownMs, onConfirmed, dues }))
  }
  return meter
}

async function showProgress({ seconds, onProgress }: RunOptions, meter: Meter): Promise<void> {
  const startedAt = performance.now()
  for (let elapsedMs = 0; elapsedMs < seconds * 1000; elapsedMs = performance.now() - startedAt) {
    onProgress({ elapsedMs, acked: meter.acked })
    await sleep(PROGRESS_MS)
  }
}

async function inTheMiddle({ seconds, trouble, troubleKind = 'trouble' }: RunOptions, meter: Meter): Promise<void> {
  if (!trouble) return
  await sleep((seconds * 1000) / 3)
  const end = meter.begin(troubleKind)
  await trouble()
  end()
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
