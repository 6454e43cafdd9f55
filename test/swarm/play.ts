// Players who play on over a deploy or worse: it begins a third into their time, and they play until it is over,
// however long it takes.
import type { ExecutionContext } from 'ava'
import { passed, showOutcome } from '../../scripts/load/report.ts'
import { type Outcome, runLoad } from '../../scripts/load/run.ts'
import type { Target } from '../../scripts/load/sign-in.ts'

/** In games of two to four. */
const PLAYERS = 24

export interface Pace {
  readonly seconds: number
  /** Between two commands of one player, on average. */
  readonly paceMs: number
  /** How long an answer may take at worst. */
  readonly patienceMs: number
  /** That the same players play one after another at most. */
  readonly gamesMax: number
}
const DEPLOY: Pace = { seconds: 6, paceMs: 100, patienceMs: 20_000, gamesMax: Number.POSITIVE_INFINITY }

/** @returns what `trouble` did and what the players saw; or throws as it. */
export async function playThrough<T>(target: Target, trouble: () => Promise<T>, pace: Pace): Promise<[T, Outcome]> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const outcome = await runLoad({
    target,
    players: PLAYERS,
    sessions: null,
    seed: 5,
    ...pace,
    onProgress: () => undefined,
    trouble: async () => {
      const ended = trouble()
      ended.then(resolve, reject)
      // A failure is told when the players have left: they would play on for ever.
      await ended.catch(() => promise.catch(() => undefined))
    },
  })
  return [await promise, outcome]
}

/** Asserts that each acknowledged command was applied exactly once, in order. @returns what the deploy did, or throws
 *  as it. */
export async function playOver<T>(
  t: ExecutionContext,
  target: Target,
  deploy: () => Promise<T>,
  pace = DEPLOY,
): Promise<T> {
  const [done, outcome] = await playThrough(target, deploy, pace)
  t.log(showOutcome(outcome))
  const { verdict, complaints } = outcome
  t.true(passed(outcome), [...verdict.violations.map(({ what }) => what), ...complaints].slice(0, 5).join('; '))
  return done
}
