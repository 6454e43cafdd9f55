// `npm run bench -- drain`: a node with so many sessions is told to leave. How long is each of them gone, when is the
// last one moved, and what does it cost?
import { defineCommand } from 'citty'
import { VARIABLES } from '../../node/config/variables.ts'
import { duration, orExplain, wholeNumber } from '../local/arguments.ts'
import { distributionOf, showMs } from '../local/distribution.ts'
import { roundTripMs } from './baseline.ts'
import { type Drained, type DrainOptions, drainOnce } from './drain/run.ts'
import { wrongIn } from './play.ts'
import { count, kilobytes, say, showTable } from './show.ts'

export interface Row {
  readonly options: DrainOptions
  readonly runs: readonly Drained[]
}

/** Few sessions tell little in one run. */
const runsFor = (sessions: number): number => (sessions <= 10 ? 10 : sessions <= 100 ? 5 : 3)

/** What is wrong, in words. */
export function wrongs({ options, runs }: Row): string[] {
  return runs.flatMap(({ had, moved, code, played }) => {
    const wrong = played && wrongIn(played)
    return [
      ...(had === options.sessions ? [] : [`the node had room for ${had} of ${options.sessions} sessions only`]),
      ...(moved === had ? [] : [`${had - moved} of ${had} sessions did not move`]),
      ...(code === 0 ? [] : [`the node exited with ${code}`]),
      ...(wrong === null ? [] : [wrong]),
    ]
  })
}

const HEAD = [
  'sessions',
  'of',
  'play',
  'runs',
  'pause: median',
  'p99',
  'longest',
  'last one moved',
  'slowest run',
  'in round trips',
  'CPU a move',
  "a player's longest wait: median",
  'p99',
  'longest',
  'moves acknowledged',
]

export function showDrains(rows: readonly Row[], roundTrip: number): string {
  const lines = rows.map(({ options, runs }) => {
    const { sessions, stateBytes, everyMs } = options
    const middle = (of: (run: Drained) => number) => distributionOf(runs.map(of)).p50
    const played = runs.flatMap(run => run.played ?? [])
    const waits = ['p50', 'p99', 'max'] as const
    const last = middle(run => run.lastMovedMs)
    return [
      count(sessions),
      kilobytes(stateBytes),
      everyMs === null ? 'idle' : `every ${showMs(everyMs)}`,
      String(runs.length),
      ...(['median', 'p99', 'longest'] as const).map(of => showMs(middle(run => run.pauseMs[of]))),
      showMs(last),
      showMs(Math.max(...runs.map(run => run.lastMovedMs))),
      count(last / roundTrip),
      `${count(middle(run => run.cpuUs) / sessions)} us`,
      ...waits.map(of => (played.length === 0 ? '' : showMs(distributionOf(played.map(p => p.longestWaitMs[of])).p50))),
      played.length === 0 ? '' : count(played.reduce((sum, { acked }) => sum + acked, 0)),
    ]
  })
  return showTable([HEAD, ...lines])
}

export const drain = defineCommand({
  meta: {
    name: 'drain',
    description: 'A node is told to leave, with sessions idle and under play: what do they notice?',
  },
  args: {
    quick: { type: 'boolean', default: false, description: 'seconds instead of minutes: figures that say little' },
    sessions: { type: 'string', default: '1,100,1000,10000', valueHint: 'N,…', description: 'on the leaving node' },
    bytes: { type: 'string', default: '2048,65536', valueHint: 'N,…', description: "of a session's state" },
    every: { type: 'string', default: '200ms', valueHint: 'T', description: 'a move of each session under play' },
    'play-max': {
      type: 'string',
      default: '1000',
      valueHint: 'N',
      description: 'more sessions than this are measured idle only: more is beyond what two processors can play',
    },
    runs: { type: 'string', valueHint: 'N', description: 'of each; without it, more for fewer sessions' },
    rehearse: {
      type: 'string',
      default: VARIABLES.REHEARSE.default,
      valueHint: 'N',
      description: 'REHEARSE of the nodes; 0 is a cold start',
    },
    profile: { type: 'string', valueHint: 'FOLDER', description: 'write a CPU profile of each node there' },
  },
  run: called =>
    orExplain(called, async args => {
      const numbers = (name: 'sessions' | 'bytes') =>
        args[name].split(',').map(text => wholeNumber(name, text, { min: 1, max: 1_000_000 }))
      const everyMs = duration('every', args.every)
      const playMax = wholeNumber('play-max', args['play-max'], { min: 0, max: 100_000 })
      const rehearse = wholeNumber('rehearse', args.rehearse, { min: 0, max: 2_000 })
      const runs = args.runs === undefined ? null : wholeNumber('runs', args.runs, { min: 1, max: 1_000 })
      const nodeOptions = args.profile ? { nodeOptions: `--cpu-prof --cpu-prof-dir=${args.profile}` } : {}
      const rows: Row[] = []
      for (const stateBytes of args.quick ? [2_048] : numbers('bytes'))
        for (const sessions of args.quick ? [20] : numbers('sessions'))
          for (const every of sessions > playMax ? [null] : [null, everyMs]) {
            const options = { sessions, stateBytes, everyMs: every, rehearse, restMs: 1_500, ...nodeOptions }
            rows.push(await benchDrain(options, runs ?? (args.quick ? 1 : runsFor(sessions))))
            if (process.stderr.isTTY) process.stderr.write('.')
          }
      const unit = await roundTripMs()
      say(`a round trip over loopback TCP between two processes: ${unit.toFixed(3)} ms`)
      say(showDrains(rows, unit))
      for (const wrong of rows.flatMap(wrongs)) {
        say(`WRONG: ${wrong}`)
        process.exitCode = 1
      }
    }),
})

/** A mesh of its own for each run. */
export async function benchDrain(options: DrainOptions, runs: number): Promise<Row> {
  const done: Drained[] = []
  while (done.length < runs) done.push(await drainOnce(options))
  return { options, runs: done }
}
