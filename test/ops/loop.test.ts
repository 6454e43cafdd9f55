import { setTimeout as pause } from 'node:timers/promises'
import test from 'ava'
import { watchLoop } from '../../node/ops/loop.ts'

/** The next report. Its own timer keeps no process alive, so this one does. */
const next = () =>
  new Promise<number>(resolve => {
    const awake = setInterval(() => {}, 1_000)
    const stop = watchLoop(share => {
      stop()
      clearInterval(awake)
      resolve(share)
    }, 100)
  })

test.serial('a loop that only waits is hardly busy, one that works is', async t => {
  const waits: number[] = []
  for (let n = 0; n < 5; n++) waits.push(await next())
  const waiting = Math.min(...waits) // others may keep the machine busy, and so the loop at its start
  const reported = next()
  const until = performance.now() + 95
  while (performance.now() < until);
  const working = await reported
  for (const share of [waiting, working]) t.true(share >= 0 && share <= 1, String(share))
  t.true(working > waiting, `${working} > ${waiting}`)
})

test.serial('nothing is reported once it is stopped', async t => {
  let reports = 0
  const stop = watchLoop(() => reports++, 5)
  await pause(50)
  stop()
  const before = reports
  await pause(50)
  t.true(before > 0)
  t.is(reports, before)
})
