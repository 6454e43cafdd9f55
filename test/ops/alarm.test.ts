// The clock behind every timer of core, on real time.
import test from 'ava'
import { ringAfter } from '../../node/ops/alarm.ts'
import { monotonicNow } from '../../node/ops/monotonic-clock.ts'

/** A timer that was set earlier, for less, has fired: setTimeout keeps that order. */
const later = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

const rung = test.macro({
  async exec(t, afterMs: number) {
    let rings = 0
    ringAfter(afterMs, () => rings++)
    await later(30)
    t.is(rings, 0)
  },
  title: (_, afterMs) => `an alarm in ${afterMs} ms does not ring at once`,
})
for (const afterMs of [2 ** 31, 2 ** 32 + 1, 30 * 86_400_000, Number.MAX_SAFE_INTEGER]) test(rung, afterMs)

test('an alarm rings after its time, by the clock that it is compared with, and never before', async t => {
  // An alarm keeps no process alive, and here nothing else does.
  const alive = setInterval(() => undefined, 1_000)
  t.teardown(() => clearInterval(alive))
  for (const afterMs of [0, 0.2, 1.9, 3.5, 5]) {
    const due = monotonicNow() + afterMs
    const at = await new Promise<number>(resolve => {
      ringAfter(afterMs, () => resolve(monotonicNow()))
    })
    t.true(at >= due, `${afterMs} ms: ${due - at} ms early`)
  }
})
