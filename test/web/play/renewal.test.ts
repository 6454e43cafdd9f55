import test from 'ava'
import type { Identity } from '../../../web/play/identity.ts'
import { isDue, retryMs } from '../../../web/play/lifetime.ts'

const HOUR_MS = 3_600_000
const NOW = 1_800_000_000_000
const saved = (agoMs: number, goodForMs?: number): Identity => ({
  token: 't',
  player: 'p',
  name: 'Ariadne',
  savedAt: NOW - agoMs,
  ...(goodForMs !== undefined && { goodForMs }),
})

test('a token is renewed at half of its life, or after a day', t => {
  t.false(isDue(saved(29_000, 60_000), NOW))
  t.true(isDue(saved(30_000, 60_000), NOW))
  t.false(isDue(saved(23 * HOUR_MS, 720 * HOUR_MS), NOW))
  t.true(isDue(saved(24 * HOUR_MS, 720 * HOUR_MS), NOW))
})

test('a token of unknown age is renewed at once', t => {
  t.true(isDue(saved(0), NOW), 'an older page kept it')
  t.true(isDue(saved(-HOUR_MS, 720 * HOUR_MS), NOW), 'the clock was set back')
})

test('what fails is tried often enough to succeed before the end, and not oftener than a node should bear', t => {
  for (const goodForMs of [60_000, HOUR_MS, 720 * HOUR_MS]) {
    const token = saved(0, goodForMs)
    t.true(retryMs(token) >= 1_000 && retryMs(token) <= 60_000)
    t.true(retryMs(token) * 10 <= goodForMs / 2)
  }
})
