// Command lines are read strictly.
import test from 'ava'
import { duration, orExplain, UsageError, wholeNumber } from '../../../scripts/local/arguments.ts'
import { distributionOf, showDistribution, showMs } from '../../../scripts/local/distribution.ts'

const accepted = test.macro({
  exec: (t, text: string, ms: number) => t.is(duration('delay', text), ms),
  title: (_, text, ms) => `${text} is ${ms} ms`,
})
test(accepted, '10', 10_000)
test(accepted, '1.5s', 1500)
test(accepted, '250ms', 250)
test(accepted, '2m', 120_000)

test('what is no duration or number is refused by name', t => {
  for (const text of ['', 'soon', '-1s', '1 s', '40000m']) {
    t.throws(() => duration('delay', text), { instanceOf: UsageError, message: /--delay/ })
  }
  const range = { min: 1, max: 12 }
  t.is(wholeNumber('nodes', '12', range), 12)
  for (const text of ['0', '13', '1.5', '', '0x1', '-1'])
    t.throws(() => wholeNumber('nodes', text, range), { instanceOf: UsageError, message: /--nodes .* 1 to 12/ })
})

test.serial('an option that does not exist is refused', async t => {
  const said: string[] = []
  const write = process.stderr.write
  process.stderr.write = text => said.push(String(text)) > 0
  const cmd = { args: { parallel: { type: 'string' } } }
  await orExplain({ args: { _: [], paralel: '2' }, cmd }, () => Promise.reject(new Error('it ran')))
  process.stderr.write = write
  t.is(process.exitCode, 2)
  process.exitCode = 0
  t.regex(said.join(''), /no option --paralel/)
})

test('percentiles are exact', t => {
  const values = Array.from({ length: 200 }, (_, at) => 200 - at)
  t.deepEqual(distributionOf(values), { count: 200, p50: 100, p90: 180, p99: 198, max: 200 })
  t.deepEqual(distributionOf([]), { count: 0, p50: 0, p90: 0, p99: 0, max: 0 })
  t.is(showDistribution(distributionOf([])), 'none')
  t.deepEqual([0.25, 12.3, 999.9, 1500, 65_000].map(showMs), ['0.3 ms', '12 ms', '1000 ms', '1.50 s', '65.0 s'])
})
