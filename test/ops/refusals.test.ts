import { Writable } from 'node:stream'
import test from 'ava'
import { createLog } from '../../node/ops/log.ts'
import { createMetrics } from '../../node/ops/metrics.ts'
import { watchRefusals } from '../../node/ops/refusals.ts'

test('refusals are counted by reason, and logged once a minute at most with how many there were', async t => {
  const lines: { reason: string; count: number }[] = []
  const destination = new Writable({
    write(chunk, _, done) {
      lines.push(JSON.parse(chunk.toString()))
      done()
    },
  })
  const metrics = createMetrics()
  let now = 0
  const refused = watchRefusals(metrics, createLog({ level: 'info', release: '1', destination }), () => now)
  for (let n = 0; n < 100; n++) refused('node-full')
  refused('bad-token')
  refused('unread')
  now += 60_000
  refused('node-full')
  t.deepEqual(
    lines.map(({ reason, count }) => [reason, count]),
    [
      ['node-full', 1],
      ['unread', 1],
      ['node-full', 100],
    ],
  )
  const text = await metrics.text()
  t.true(text.includes('minotaur_refused_total{reason="node-full"} 101'))
  t.true(text.includes('minotaur_refused_total{reason="bad-token"} 1'))
})
