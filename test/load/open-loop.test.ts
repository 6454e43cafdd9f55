// What the load tester measures is what players would feel: also where the server stands still.
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { passed, showOutcome } from '../../scripts/load/report.ts'
import { runLoad } from '../../scripts/load/run.ts'
import { targetOf } from '../../scripts/load/sign-in.ts'
import { meshFor } from './ground.ts'

const SECONDS = 20
const FROZEN_MS = 5_000

test('nodes that stand still for a quarter of the time show in p90, which the uncorrected figure hides', async t => {
  const { mesh, url } = await meshFor(t)
  const outcome = await runLoad({
    target: targetOf(url),
    players: 20,
    sessions: 5,
    seconds: SECONDS,
    paceMs: 500,
    seed: 5,
    schedule: { perSecond: 40, rampSeconds: 0 },
    patienceMs: 60_000,
    unknownMs: 60_000,
    trouble: async () => {
      for (const node of mesh.running()) node.signal('SIGSTOP')
      await sleep(FROZEN_MS)
      for (const node of mesh.running()) node.signal('SIGCONT')
    },
    onProgress: () => undefined,
  })
  t.log(showOutcome(outcome))
  const { latencyMs, uncorrectedMs, slices } = outcome.measured
  t.true(passed(outcome), showOutcome(outcome))
  // A quarter of all was due in the freeze and waits for its end, but only one command of each player was on its way.
  t.true(latencyMs.p90 > 10 * uncorrectedMs.p90, `${latencyMs.p90} and ${uncorrectedMs.p90}`)
  t.is(latencyMs.count, uncorrectedMs.count)
  t.is(
    slices.reduce((sum, { confirmed }) => sum + confirmed, 0),
    latencyMs.count,
  )
})
