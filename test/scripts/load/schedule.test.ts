// When commands are due, how a page shows it, and what a limit says.
import test from 'ava'
import { pageOf } from '../../../scripts/load/page.ts'
import { Dues, dueAt } from '../../../scripts/load/schedule.ts'
import { thresholdsOf } from '../../../scripts/load/thresholds.ts'
import { UsageError } from '../../../scripts/local/arguments.ts'

test('commands are due evenly at the rate, whatever the server does', t => {
  const schedule = { perSecond: 10, rampSeconds: 0 }
  t.deepEqual(
    [0, 1, 10, 25].map(n => dueAt(schedule, n)),
    [0, 0.1, 1, 2.5],
  )
})

test('in a ramp half of the rate is due in all, and after it the whole', t => {
  const schedule = { perSecond: 100, rampSeconds: 4 }
  t.is(dueAt(schedule, 200), 4)
  t.is(dueAt(schedule, 50), 2, 'a quarter of them in the first half')
  t.is(dueAt(schedule, 300), 5)
})

test('players share the schedule, and each keeps its own moments when it falls behind', t => {
  const schedule = { perSecond: 10, rampSeconds: 0 }
  const dues = new Dues(schedule, { startedAt: 1000, player: 1, players: 5 })
  t.is(dues.next, 1100)
  dues.take()
  t.is(dues.next, 1600)
  dues.skipTo(3000)
  t.is(dues.next, 3100)
})

test('limits are read strictly', t => {
  const none = { 'max-p99': undefined, 'max-pause': undefined, 'max-lost': undefined }
  t.deepEqual(thresholdsOf(none), {})
  t.deepEqual(thresholdsOf({ 'max-p99': '50ms', 'max-pause': '1s', 'max-lost': '0' }), {
    maxP99Ms: 50,
    maxPauseMs: 1000,
    maxLost: 0,
  })
  t.throws(() => thresholdsOf({ ...none, 'max-p99': 'fast' }), { instanceOf: UsageError })
})

test('nothing in a report ends its script or becomes markup', t => {
  const bad = '</script><img src=x>'
  const page = pageOf({
    title: bad,
    passed: false,
    text: bad,
    charts: [{ title: bad, unit: 'ms', at: [0], series: [{ name: bad, values: [1] }] }],
    marks: [{ kind: bad, from: 0, to: 1 }],
  })
  t.false(page.includes('<img'))
  t.is(page.match(/<\/script>/g)?.length, 4)
})
