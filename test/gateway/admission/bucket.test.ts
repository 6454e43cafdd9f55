import test from 'ava'
import fc from 'fast-check'
import { Bucket } from '../../../node/gateway/admission/bucket.ts'
import { LIMITS } from '../../../node/gateway/admission/gateway-limits.ts'

const limits = { ...LIMITS, messagesPerSecond: 10, burst: 100, dropped: 5 }
const takes = (bucket: Bucket, count: number, now: number) => Array.from({ length: count }, () => bucket.take(now))

test('a burst passes, the next is warned of, then dropped, then closed', t => {
  const bucket = new Bucket(limits, 0)
  t.deepEqual(new Set(takes(bucket, 100, 0)), new Set(['pass']))
  t.deepEqual(takes(bucket, 6, 0), ['warn', 'drop', 'drop', 'drop', 'drop', 'close'])
})

test('it fills with time, and who paused until it is full is warned again', t => {
  const bucket = new Bucket(limits, 0)
  takes(bucket, 100, 0)
  t.deepEqual(takes(bucket, 2, 0), ['warn', 'drop'])
  t.deepEqual(takes(bucket, 2, 100), ['pass', 'drop'])
  takes(bucket, 100, 20_000)
  t.is(bucket.take(20_000), 'warn')
})

test('over any time, no more passes than the burst and the rate allow', t => {
  fc.assert(
    fc.property(fc.array(fc.nat(500), { maxLength: 400 }), pauses => {
      const bucket = new Bucket(limits, 0)
      let now = 0
      let passed = 0
      for (const pause of pauses) {
        now += pause
        if (bucket.take(now) === 'pass') passed += 1
      }
      return passed <= limits.burst + (now / 1_000) * limits.messagesPerSecond
    }),
  )
  t.pass()
})
