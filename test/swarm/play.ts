// Players who play on over a deploy: it begins a third into their time, and they play until it is over, however long it takes.
import type { ExecutionContext } from 'ava'
import { passed, showOutcome } from '../../scripts/load/report.ts'
import { runLoad } from '../../scripts/load/run.ts'
import type { Target } from '../../scripts/load/sign-in.ts'

/** In games of two to four. */
const PLAYERS = 24
const SECONDS = 6
const PACE_MS = 100

/** Asserts that each acknowledged command was applied exactly once, in order. @returns what the deploy did, or throws as it. */
export async function playOver<T>(t: ExecutionContext, target: Target, deploy: () => Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const outcome = await runLoad({
    ...{ target, players: PLAYERS, sessions: null, seconds: SECONDS, paceMs: PACE_MS, seed: 5 },
    onProgress: () => undefined,
    trouble: async () => {
      const ended = deploy()
      ended.then(resolve, reject)
      // A failure is told when the players have left: they would play on for ever.
      await ended.catch(() => promise.catch(() => undefined))
    },
  })
  t.log(showOutcome(outcome))
  const { verdict, complaints } = outcome
  t.true(passed(outcome), [...verdict.violations.map(({ what }) => what), ...complaints].slice(0, 5).join('; '))
  return promise
}
