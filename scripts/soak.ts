// `npm run soak`: players all the time, and every few minutes a node is killed, all are replaced, or one is cut off. A
// line of figures a minute, and a verdict over every command.

import { writeFileSync } from 'node:fs'
import { defineCommand, runMain } from 'citty'
import { ownMesh } from './load/ground.ts'
import { runLoad } from './load/run.ts'
import { ANY_NUMBER } from './load/tables.ts'
import { duration, ExplainedError, orExplain, UsageError, wholeNumber } from './local/arguments.ts'
import { assertUsable } from './local/network-tools.ts'
import { CSV_HEAD, csvOf, type Minute } from './soak/minute.ts'
import { Rounds } from './soak/rounds.ts'
import { concluded, soakPage } from './soak/summary.ts'

const args = {
  hours: { type: 'string', valueHint: 'N', description: 'how long, in hours' },
  minutes: { type: 'string', valueHint: 'N', description: 'how long, in minutes; 10 where neither is given' },
  players: { type: 'string', default: '60', valueHint: 'N', description: 'how many players' },
  rate: { type: 'string', default: '60', valueHint: 'N', description: 'commands a second of all players together' },
  kill: { type: 'string', default: '3m', valueHint: 'T', description: 'between two kills of a node; 0 for none' },
  deploy: { type: 'string', default: '20m', valueHint: 'T', description: 'between two deploys; 0 for none' },
  cut: { type: 'string', default: '7m', valueHint: 'T', description: 'between two cuts of a network; 0 for none' },
  'cut-for': { type: 'string', default: '8s', valueHint: 'T', description: 'how long a node is cut off' },
  every: { type: 'string', default: '1m', valueHint: 'T', description: 'between two lines of figures' },
  'max-memory': { type: 'string', default: '1024', valueHint: 'MB', description: 'that one node may hold' },
  'max-descriptors': { type: 'string', default: '1000', valueHint: 'N', description: 'that one node may have open' },
  csv: { type: 'string', valueHint: 'FILE', description: 'write the lines there too' },
  report: { type: 'string', valueHint: 'FILE', description: 'write charts over time as one HTML file' },
  seed: { type: 'string', default: '1', valueHint: 'N', description: 'what the players draw their choices from' },
} as const

type Given = { readonly [K in keyof typeof args]: string } & { readonly hours?: string; readonly minutes?: string }

/** In seconds. @throws UsageError */
function lengthOf({ hours, minutes }: Partial<Pick<Given, 'hours' | 'minutes'>>): number {
  if (hours !== undefined && minutes !== undefined) throw new UsageError('either --hours or --minutes')
  if (hours !== undefined) return wholeNumber('hours', hours, { min: 1, max: 240 }) * 3600
  return wholeNumber('minutes', minutes ?? '10', { min: 1, max: 14_400 }) * 60
}

/** @throws UsageError */
const planOf = (given: Given) => ({
  seconds: lengthOf(given),
  players: wholeNumber('players', given.players, { min: 2, max: 20_000 }),
  perSecond: wholeNumber('rate', given.rate, { min: 1, max: 1_000_000 }),
  seed: wholeNumber('seed', given.seed, { min: 0, max: 2 ** 31 }),
  everyMs: duration('every', given.every),
  intervals: {
    kill: duration('kill', given.kill),
    deploy: duration('deploy', given.deploy),
    cut: duration('cut', given.cut),
  },
  cutMs: duration('cut-for', given['cut-for']),
  limits: {
    memoryMb: wholeNumber('max-memory', given['max-memory'], { min: 1, max: 2 ** 31 }),
    descriptors: wholeNumber('max-descriptors', given['max-descriptors'], { min: 1, max: 2 ** 31 }),
  },
})

/** Why no network can be cut here; null where it can. */
async function cannotCut(): Promise<string | null> {
  try {
    await assertUsable('--cut')
    return null
  } catch (error) {
    if (error instanceof ExplainedError) return error.message
    throw error
  }
}

async function soak(given: Given): Promise<void> {
  const { seconds, players, perSecond, seed, everyMs, intervals, cutMs, limits } = planOf(given)
  const say = (text: string) => process.stderr.write(`${text}\n`)
  const obstacle = intervals.cut === 0 ? null : await cannotCut()
  if (obstacle !== null) say(`No cuts: ${obstacle}`)
  const cuts = intervals.cut > 0 && obstacle === null
  const ground = await ownMesh({ say, env: ANY_NUMBER, cuts, name: '--cut' })
  const minutes: Minute[] = []
  try {
    const rounds = new Rounds(ground, { ...intervals, cut: cuts ? intervals.cut : 0 }, cutMs)
    const lines = [CSV_HEAD]
    process.stdout.write(`${CSV_HEAD}\n`)
    const onMinute = (minute: Minute) => {
      minutes.push(minute)
      lines.push(csvOf(minute))
      process.stdout.write(`${csvOf(minute)}\n`)
      if (given.csv !== undefined) writeFileSync(given.csv, `${lines.join('\n')}\n`)
    }
    const outcome = await runLoad({
      target: ground.targets,
      players,
      sessions: null,
      seconds,
      paceMs: 1000,
      seed,
      schedule: { perSecond, rampSeconds: 0 },
      trouble: null,
      patienceMs: cutMs + 60_000,
      unknownMs: cutMs + 60_000,
      beside: run => rounds.run({ ...run, seconds, everyMs, onMinute }),
      onProgress: () => undefined,
    })
    const { passed, text } = concluded(outcome, { minutes, counts: rounds.counts, limits })
    if (given.report !== undefined) writeFileSync(given.report, soakPage(outcome, { minutes, passed, text }))
    say(text)
    if (!passed) process.exitCode = 1
  } finally {
    await ground.end()
  }
}

const command = defineCommand({
  meta: {
    name: 'npm run soak --',
    description:
      'Lets bots play for hours while nodes are killed, replaced and cut off, and checks that nothing is lost or leaks.',
  },
  args,
  run: called => orExplain(called, given => soak(given as Given)),
})

await runMain(command)
