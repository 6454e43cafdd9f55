// `npm run bench -- takeover`: a node with so many sessions under play is killed without a word. When do its sessions
// run again, how long do players wait, and is anything lost?
import { setTimeout as sleep } from 'node:timers/promises'
import { defineCommand } from 'citty'
import { duration, orExplain, wholeNumber } from '../local/arguments.ts'
import { showMs } from '../local/distribution.ts'
import { type Aftermath, aftermath, kill } from '../local/kill.ts'
import { LocalMesh } from '../local/local-mesh.ts'
import { DUEL_NODE } from './drain/run.ts'
import { UNLIMITED } from './limits.ts'
import { type Played, Playing, wrongIn } from './play.ts'
import { makeRooms } from './rooms.ts'
import { count, say, showTable } from './show.ts'

export interface TakeoverOptions {
  readonly sessions: number
  readonly everyMs: number
  /** Before the kill, and after the last session runs again. */
  readonly restMs: number
}

export interface Row extends TakeoverOptions {
  readonly aftermath: Aftermath
  readonly played: Played
}

export async function benchTakeover(options: TakeoverOptions): Promise<Row> {
  const { sessions, everyMs, restMs } = options
  const mesh = await LocalMesh.start({
    main: DUEL_NODE,
    env: { ...UNLIMITED, LOG_LEVEL: 'debug', REBALANCE_AFTER: '0s', BENCH_STATE_BYTES: '2048', BENCH_VIEW: 'small' },
  })
  try {
    const dead = mesh.serving()[0]!
    const rooms = await makeRooms(dead.url, sessions)
    const urls = mesh.serving().map(({ url }) => url)
    const playing = await Playing.begin(urls, rooms, everyMs)
    await sleep(restMs)
    playing.watch()
    const killedAt = await kill(mesh, dead)
    await sleep(restMs)
    const played = await playing.end()
    return { ...options, aftermath: aftermath(mesh.nodes, dead, killedAt), played }
  } finally {
    await mesh.kill()
  }
}

export function wrongs({ sessions, aftermath: { gone, resumed }, played }: Row): string[] {
  const wrong = wrongIn(played)
  return [
    ...(gone.length === 0 && resumed.count === sessions
      ? []
      : [`${gone.length} sessions are gone, ${resumed.count} of ${sessions} run again`]),
    ...(wrong === null ? [] : [wrong]),
  ]
}

const HEAD = [
  'sessions',
  'a move every',
  'run again: half',
  '99 %',
  'all',
  "a player's longest wait: median",
  'p99',
  'longest',
  'moves acknowledged',
]

export const showTakeovers = (rows: readonly Row[]): string =>
  showTable([
    HEAD,
    ...rows.map(({ sessions, everyMs, aftermath: { resumed }, played: { acked, longestWaitMs } }) => [
      count(sessions),
      showMs(everyMs),
      ...[resumed.p50, resumed.p99, resumed.max].map(showMs),
      ...[longestWaitMs.p50, longestWaitMs.p99, longestWaitMs.max].map(showMs),
      count(acked),
    ]),
  ])

export const takeover = defineCommand({
  meta: { name: 'takeover', description: 'A node is killed under play: when do its sessions run again?' },
  args: {
    quick: { type: 'boolean', default: false, description: 'seconds instead of minutes: figures that say little' },
    sessions: { type: 'string', default: '500,5000', valueHint: 'N,…', description: 'on the killed node' },
    every: { type: 'string', default: '1s', valueHint: 'T', description: 'a move of each session' },
    runs: { type: 'string', default: '3', valueHint: 'N', description: 'of each' },
  },
  run: called =>
    orExplain(called, async args => {
      const sizes = args.sessions.split(',').map(text => wholeNumber('sessions', text, { min: 1, max: 50_000 }))
      const everyMs = duration('every', args.every)
      const runs = args.quick ? 1 : wholeNumber('runs', args.runs, { min: 1, max: 100 })
      const rows: Row[] = []
      for (const sessions of args.quick ? [20] : sizes)
        for (let run = 0; run < runs; run++) rows.push(await benchTakeover({ sessions, everyMs, restMs: 3_000 }))
      say(showTakeovers(rows))
      for (const wrong of rows.flatMap(wrongs)) {
        say(`WRONG: ${wrong}`)
        process.exitCode = 1
      }
    }),
})
