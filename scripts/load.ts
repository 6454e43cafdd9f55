// `npm run load`: bots on real sockets, a deploy in the middle if asked for, and a verdict over every command.

import { writeFileSync } from 'node:fs'
import { defineCommand, runMain } from 'citty'
import { SingleBar } from 'cli-progress'
import { VARIABLES } from '../node/config/variables.ts'
import { chartsOf } from './load/charts.ts'
import { type Ground, meshAt, ownMesh } from './load/ground.ts'
import { pageOf } from './load/page.ts'
import { passed, showAftermath, showOutcome } from './load/report.ts'
import { type Outcome, runLoad } from './load/run.ts'
import { ANY_NUMBER } from './load/tables.ts'
import { EXIT_THRESHOLD, passedLimits, thresholdsOf } from './load/thresholds.ts'
import { Timeline } from './load/timeline.ts'
import { duration, orExplain, UsageError, wholeNumber } from './local/arguments.ts'
import type { Aftermath } from './local/kill.ts'
import { showRollEvent } from './local/show.ts'

const args = {
  players: { type: 'string', default: '200', valueHint: 'N', description: 'how many players' },
  seconds: { type: 'string', default: '30', valueHint: 'S', description: 'how long they play' },
  sessions: { type: 'string', valueHint: 'N', description: 'sessions at one time; without it, games of two to four' },
  pace: { type: 'string', default: '200ms', valueHint: 'T', description: 'between two commands of one player' },
  rate: {
    type: 'string',
    valueHint: 'N',
    description: 'an open loop: so many commands a second in all, with latency from when each was due',
  },
  ramp: { type: 'string', default: '0s', valueHint: 'T', description: 'until the rate is reached' },
  deploy: { type: 'boolean', default: false, description: 'roll a deploy over the mesh after a third of the time' },
  kill: {
    type: 'boolean',
    default: false,
    description: 'kill a node after a third of the time: no warning, no goodbye',
  },
  partition: {
    type: 'string',
    valueHint: 'T',
    description: 'cut a node off from the others for so long, after a third of the time (takes root)',
  },
  url: {
    type: 'string',
    valueHint: 'ws://…,ws://…',
    description: 'a running mesh, by addresses of its nodes; without it, one is started',
  },
  seed: { type: 'string', default: '1', valueHint: 'N', description: 'what the players draw their choices from' },
  'max-p99': { type: 'string', valueHint: 'T', description: 'exit with code 3 where the p99 of latency is longer' },
  'max-pause': {
    type: 'string',
    valueHint: 'T',
    description: 'the same for the longest wait of a player in a trouble',
  },
  'max-lost': { type: 'string', valueHint: 'N', description: 'the same where more acknowledged commands are lost' },
  report: { type: 'string', valueHint: 'FILE', description: 'write charts over time as one HTML file' },
  json: { type: 'boolean', default: false, description: 'print the outcome as JSON, and nothing else' },
} as const

type Args = { -readonly [K in keyof typeof args]: (typeof args)[K] extends { type: 'boolean' } ? boolean : string }
type Given = Partial<Args> & Pick<Args, 'players' | 'seconds' | 'pace' | 'ramp' | 'seed' | 'deploy' | 'kill' | 'json'>

/** @throws UsageError */
function planOf(given: Given) {
  const players = wholeNumber('players', given.players, { min: 2, max: 20_000 })
  const seconds = wholeNumber('seconds', given.seconds, { min: 1, max: 86_400 })
  const sessions =
    given.sessions === undefined
      ? null
      : wholeNumber('sessions', given.sessions, { min: 1, max: Math.floor(players / 2) })
  if (sessions !== null && players / sessions > 6) throw new UsageError('a session takes at most 6 players')
  const perSecond = given.rate === undefined ? null : wholeNumber('rate', given.rate, { min: 1, max: 1_000_000 })
  const rampSeconds = duration('ramp', given.ramp) / 1000
  if (perSecond === null && rampSeconds > 0) throw new UsageError('--ramp goes with --rate')
  const cutMs = given.partition === undefined ? null : duration('partition', given.partition)
  if ([given.deploy, given.kill, cutMs !== null].filter(Boolean).length > 1)
    throw new UsageError('of --deploy, --kill and --partition one at a time')
  if (given.url !== undefined && (given.kill || cutMs !== null))
    throw new UsageError('--kill and --partition do not go with --url')
  const paceMs = duration('pace', given.pace)
  const seed = wholeNumber('seed', given.seed, { min: 0, max: 2 ** 31 })
  const schedule = perSecond === null ? null : { perSecond, rampSeconds }
  return { players, seconds, sessions, schedule, cutMs, paceMs, seed }
}

/** What is done to the mesh in the middle, if anything. */
function troubleOf(given: Given, cutMs: number | null, ground: Ground, say: (text: string) => void) {
  let after: (() => Aftermath) | null = null
  const killOne = async () => {
    after = (await ground.kill?.()) ?? null
  }
  const [troubleKind, trouble] = given.deploy
    ? (['deploy', () => ground.deploy(event => say(showRollEvent(event)))] as const)
    : given.kill
      ? (['kill', killOne] as const)
      : (['partition', cutMs === null ? null : async () => ground.cut?.(cutMs)] as const)
  return { troubleKind, trouble, aftermath: () => after?.() ?? null }
}

async function load(given: Given): Promise<void> {
  const { cutMs, ...plan } = planOf(given)
  const limits = thresholdsOf(given as Parameters<typeof thresholdsOf>[0])
  const say = given.json ? () => undefined : (text: string) => process.stdout.write(`${text}\n`)
  const format = '{bar} {value}/{total} s · {acked} commands confirmed'
  const bar = new SingleBar({ format, noTTYOutput: false, stopOnComplete: true })
  const isShown = !given.json && process.stdout.isTTY
  // As nodes are by default; and a log of single sessions tells when each of them went on.
  const env = { ...ANY_NUMBER, REHEARSE: VARIABLES.REHEARSE.default, ...(given.kill ? { LOG_LEVEL: 'debug' } : {}) }
  const own = { say, env, cuts: cutMs !== null, name: '--partition' }
  const ground = given.url === undefined ? await ownMesh(own) : meshAt(given.url)
  try {
    say(`${plan.players} players on ${ground.targets.map(({ play }) => play).join(', ')}`)
    if (isShown) bar.start(plan.seconds, 0, { acked: 0 })
    const { aftermath, ...trouble } = troubleOf(given, cutMs, ground, say)
    const onProgress = ({ elapsedMs, acked }: { elapsedMs: number; acked: number }) => {
      if (isShown) bar.update(Math.round(elapsedMs / 1000), { acked })
    }
    // A cut node's players wait as long as it is cut.
    const patience = cutMs === null ? {} : { patienceMs: cutMs + 60_000, unknownMs: cutMs + 60_000 }
    const outcome = await runLoad({ ...plan, ...trouble, ...patience, target: ground.targets, onProgress })
    bar.stop()
    conclude(given, outcome, { limits, left: aftermath() })
  } finally {
    bar.stop()
    await ground.end()
  }
}

/** Says what came of it, and sets the exit code. */
function conclude(
  { json, report }: Given,
  outcome: Outcome,
  { limits, left }: { limits: ReturnType<typeof thresholdsOf>; left: Aftermath | null },
): void {
  // Where a limit is given for it, what is lost is the limit's matter.
  const lostMax = limits.maxLost ?? 0
  const broken = passedLimits(limits, outcome)
  const lost = outcome.verdict.lostAt.length
  const isRight = passed(outcome, Math.max(lostMax, limits.maxLost === undefined ? 0 : lost))
  const isWhole = isRight && (left === null || left.gone.length === 0)
  const lines = [
    showOutcome(outcome, lostMax),
    ...(left ? [showAftermath(left)] : []),
    ...broken.map(text => `TOO MUCH: ${text}`),
  ]
  if (report !== undefined) {
    const { measured } = outcome
    const charts = chartsOf(measured, new Timeline(measured.seconds).sliceSeconds)
    const passedAll = isWhole && broken.length === 0
    const title = 'Minotaur: load run'
    writeFileSync(report, pageOf({ title, passed: passedAll, text: lines.join('\n'), charts, marks: measured.marks }))
    if (!json) lines.push(`The report is in ${report}`)
  }
  process.stdout.write(`${json ? JSON.stringify({ ...outcome, thresholds: broken }) : lines.join('\n')}\n`)
  if (!isWhole) process.exitCode = 1
  else if (broken.length > 0) process.exitCode = EXIT_THRESHOLD
}

const command = defineCommand({
  meta: {
    name: 'npm run load --',
    description:
      'Lets bots play real games over real sockets, and checks that no acknowledged command is lost or doubled.',
  },
  args,
  run: called => orExplain(called, given => load(given as Given)),
})

await runMain(command)
