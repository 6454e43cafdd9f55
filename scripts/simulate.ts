// `npm run simulate`: whole meshes in virtual time, each drawn from a seed, under every fault there is, watched by
// checkers.
import { availableParallelism } from 'node:os'
import { defineCommand, runMain } from 'citty'
import { SingleBar } from 'cli-progress'
import { simulateTwice } from '../test/simulation/simulator/determinism.ts'
import { SCENARIOS, type Scenario } from '../test/simulation/simulator/scenario.ts'
import { simulate } from '../test/simulation/simulator/simulate.ts'
import type { Tally } from '../test/simulation/simulator/tally.ts'
import { orExplain, UsageError, wholeNumber } from './local/arguments.ts'
import { type Batch, runBatch } from './simulate/batch.ts'
import { compare } from './simulate/compare.ts'
import { huntAll } from './simulate/mutants.ts'
import { replay } from './simulate/replay.ts'
import { summary } from './simulate/report.ts'
import { smaller } from './simulate/smaller.ts'

const SEED_MAX = Number.MAX_SAFE_INTEGER
/** Without a terminal, a line of progress so often. */
const PLAIN_PROGRESS_MS = 10_000

const say = (text: string) => process.stdout.write(`${text}\n`)

function scenarioOf(text: string | undefined): { scenario?: Scenario } {
  if (text === undefined) return {}
  const scenario = SCENARIOS.find(s => s === text)
  if (!scenario) throw new UsageError(`--scenario is one of ${SCENARIOS.join(', ')}, not "${text}"`)
  return { scenario }
}

/** A bar on a terminal, a line now and then elsewhere. */
function progress(seeds: number): { readonly update: (sum: Tally) => void; readonly stop: () => void } {
  const startedAt = performance.now()
  const rate = (ran: number) => ((ran / (performance.now() - startedAt)) * 1000).toFixed(1)
  if (process.stderr.isTTY) {
    const bar = new SingleBar({
      format: '{bar} {value}/{total} seeds, {rate}/s, {failures} failures, {eta_formatted} to go',
      stream: process.stderr,
    })
    bar.start(seeds, 0, { rate: '0', failures: 0 })
    return {
      update: ({ ran, found }) => bar.update(ran, { rate: rate(ran), failures: found.length }),
      stop: () => bar.stop(),
    }
  }
  let saidAt = startedAt
  const update = ({ ran, found }: Tally) => {
    if (performance.now() - saidAt < PLAIN_PROGRESS_MS) return
    saidAt = performance.now()
    const newest = found.length > 0 ? `, the last one seed ${found.at(-1)?.seed}` : ''
    process.stderr.write(`${ran} of ${seeds} seeds, ${rate(ran)}/s, ${found.length} failures${newest}\n`)
  }
  return { update, stop: () => undefined }
}

async function runMany(batch: Batch, shrinks: boolean, file: string | undefined): Promise<void> {
  const startedAt = performance.now()
  const { update, stop } = progress(batch.seeds)
  const end = new AbortController()
  let askedAt = 0
  // Once: end with what there is. Again, and not by the same key press: at once.
  process.on('SIGINT', () => {
    if (askedAt > 0 && performance.now() - askedAt > 500) process.exit(130)
    askedAt ||= performance.now()
    end.abort()
  })
  const tally = await runBatch(batch, update, end.signal)
  stop()
  say(summary(tally, performance.now() - startedAt, batch.scenario))
  if (file !== undefined) {
    const { text, isSame } = compare(file, tally)
    say(text)
    if (!isSame) process.exitCode = 1
  }
  if (tally.found.length === 0) return
  process.exitCode = 1
  if (shrinks) say(smaller(tally.found, batch.scenario, batch.twice ? simulateTwice : simulate))
}

/** `3,5,7` */
const numbers = (text: string | undefined): number[] =>
  (text?.split(',') ?? []).map(n => wholeNumber('without', n, { min: 1, max: 1000 }))

const args = {
  seeds: { type: 'string', default: '1000', valueHint: 'N', description: 'how many seeds' },
  first: { type: 'string', default: '1', valueHint: 'S', description: 'the first of them' },
  jobs: { type: 'string', default: `${availableParallelism()}`, valueHint: 'J', description: 'threads' },
  twice: { type: 'boolean', default: false, description: 'run each seed twice and compare the traces' },
  failures: { type: 'string', default: '20', valueHint: 'F', description: 'end after so many failures' },
  scenario: { type: 'string', valueHint: 'KIND', description: `only worlds of this kind: ${SCENARIOS.join(', ')}` },
  shrink: { type: 'boolean', default: true, description: 'look for the smallest world that fails the same way' },
  compare: {
    type: 'string',
    valueHint: 'FILE',
    description:
      'compare the traces with those in FILE, which is written where it is missing: does a change change anything?',
  },
  mutants: { type: 'boolean', default: false, description: 'switch off one rule at a time, and tell what notices' },
  mutant: { type: 'positional', required: false, description: 'with --mutants: only this one' },
  seed: { type: 'string', valueHint: 'S', description: 'replay one seed and print its trace' },
  without: { type: 'string', valueHint: 'N,N', description: 'leave these parts of its plan out' },
  session: { type: 'string', valueHint: 'ID', description: 'of the trace, only lines about this session' },
  last: { type: 'string', default: '200', valueHint: 'L', description: 'of the trace, only the last lines' },
  all: { type: 'boolean', default: false, description: 'in the trace also pings, statuses and turns' },
} as const

const command = defineCommand({
  meta: {
    name: 'npm run simulate --',
    description: 'Runs whole meshes in virtual time, each from a seed, and checks that every guarantee holds.',
  },
  args,
  run: called =>
    orExplain(called, async given => {
      const seed = (name: 'seed' | 'first', text: string) => wholeNumber(name, text, { min: 0, max: SEED_MAX })
      const chosen = scenarioOf(given.scenario)
      const many = {
        first: seed('first', given.first),
        seeds: wholeNumber('seeds', given.seeds, { min: 1, max: 1e9 }),
        jobs: wholeNumber('jobs', given.jobs, { min: 1, max: 256 }),
      }
      if (given.mutants) {
        if (!(await huntAll({ ...many, ...(given.mutant ? { only: given.mutant } : {}) }, say))) process.exitCode = 1
        return
      }
      if (given.mutant) throw new UsageError(`"${given.mutant}" is not understood: --help tells what is`)
      if (given.seed === undefined) {
        const failuresMax = wholeNumber('failures', given.failures, { min: 1, max: 1e9 })
        return runMany({ ...chosen, ...many, failuresMax, twice: given.twice }, given.shrink, given.compare)
      }
      const last = wholeNumber('last', given.last, { min: 1, max: 1e9 })
      const session = given.session === undefined ? {} : { session: given.session }
      const { violation, scenario } = replay(
        {
          ...chosen,
          ...session,
          seed: seed('seed', given.seed),
          without: numbers(given.without),
          last,
          all: given.all,
        },
        say,
      )
      say(violation ? `\n${violation.checker}: ${violation.text}` : `\nA world of kind "${scenario}": every rule held.`)
      if (violation) process.exitCode = 1
    }),
})

await runMain(command)
