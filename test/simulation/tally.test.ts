import test from 'ava'
import { replayCommand, summary } from '../../scripts/simulate/report.ts'
import type { Outcome } from './simulator/simulate.ts'
import { addOutcome, addTally, emptyTally } from './simulator/tally.ts'

const outcome = (seed: number, text: string | null): Outcome => ({
  seed,
  scenario: 'storm',
  violation: text === null ? null : { checker: 'backed', text },
  print: '',
  counts: new Map([
    ['acks', 3],
    ['fault crash', 1],
  ]),
  network: { frames: 10, lost: 1, repeated: 0, late: 0 },
  excused: 1,
  virtualMs: 60_000,
})

test('outcomes and tallies add up', t => {
  const [one, two] = [emptyTally(), emptyTally()]
  addOutcome(one, outcome(1, null))
  addOutcome(two, outcome(2, 'too early'))
  addTally(one, two)
  t.is(one.ran, 2)
  t.is(one.excused, 2)
  t.is(one.counts.acks, 6)
  t.is(one.counts['network frames'], 20)
  t.deepEqual(one.scenarios, { storm: 2 })
  t.deepEqual(one.found, [{ seed: 2, scenario: 'storm', checker: 'backed', text: 'too early' }])
})

test('a failure is told with the command that replays it', t => {
  const tally = emptyTally()
  for (const seed of [7, 8]) addOutcome(tally, outcome(seed, 'too early'))
  const text = summary(tally, 1000)
  t.regex(text, /2 of 2 seeds failed/)
  t.regex(text, /backed: 2 seeds, such as 7, 8\n {2}too early\n {2}npm run simulate -- --seed 7$/)
  t.is(replayCommand(tally.found[0]!, 'storm'), 'npm run simulate -- --seed 7 --scenario storm')
})

test('a run without a failure says so', t => {
  const tally = emptyTally()
  addOutcome(tally, outcome(1, null))
  t.regex(summary(tally, 1000), /1 seeds, no violation\. 1 minutes of mesh in 1 s, 1\.0 seeds a second\.$/)
})
