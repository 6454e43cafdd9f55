// `npm run bench -- duel`: what a move costs us, and what it costs others who do the same work, in one run on one
// machine.
import { defineCommand } from 'citty'
import { orExplain, UsageError, wholeNumber } from '../local/arguments.ts'
import { showMs } from '../local/distribution.ts'
import { total } from './cpu.ts'
import { type DuelOptions, type DuelResult, runDuel } from './duel/run.ts'
import { count, say, showTable, times } from './show.ts'

export interface Row {
  readonly name: string
  readonly loop: 'closed' | 'open'
  readonly result: DuelResult
}

type Server = Pick<DuelOptions, 'kind' | 'backups' | 'remote'>

const SERVERS: Readonly<Record<string, Server>> = {
  'bare uWebSockets': { kind: 'bare', backups: 0, remote: false },
  'Colyseus 0.18': { kind: 'colyseus', backups: 0, remote: false },
  'ours, no backup': { kind: 'ours', backups: 0, remote: false },
  'ours, no backup, remote owner': { kind: 'ours', backups: 0, remote: true },
  'ours, one backup': { kind: 'ours', backups: 1, remote: false },
  'ours, one backup, remote owner': { kind: 'ours', backups: 1, remote: true },
  'ours, two backups': { kind: 'ours', backups: 2, remote: false },
}

export interface Scale {
  readonly view: DuelOptions['view']
  readonly closedPlayers: number
  readonly openPlayers: number
  readonly warmUpMs: number
  readonly measureMs: number
  /** Names of servers that begin otherwise are left out. */
  readonly only: string
  /** For the servers' Node. */
  readonly nodeOptions?: string
}

export const FULL: Scale = {
  view: 'whole',
  closedPlayers: 1_000,
  openPlayers: 2_000,
  warmUpMs: 4_000,
  measureMs: 10_000,
  only: '',
}
/** Enough players that none is faster than a socket may be. */
export const QUICK: Scale = { ...FULL, closedPlayers: 100, openPlayers: 20, warmUpMs: 200, measureMs: 300 }

export async function benchDuel(scale: Scale, onRow: (row: Row) => void): Promise<void> {
  const { view, closedPlayers, openPlayers, warmUpMs, measureMs, only, nodeOptions } = scale
  for (const loop of ['closed', 'open'] as const) {
    const load = { players: loop === 'closed' ? closedPlayers : openPlayers, rate: loop === 'closed' ? 0 : 1 }
    for (const [name, server] of Object.entries(SERVERS)) {
      if (!name.startsWith(only)) continue
      const more = nodeOptions === undefined ? {} : { nodeOptions }
      onRow({ name, loop, result: await runDuel({ ...server, view, load: { ...load, warmUpMs, measureMs }, ...more }) })
    }
  }
}

const HEAD = [
  'server',
  'loop',
  'moves a second',
  'us a move',
  'user',
  'system',
  'to bare',
  'p50',
  'p99',
  'max',
  'longest collection',
]

export function showDuel(rows: readonly Row[]): string {
  const lines = rows.map(({ name, loop, result }) => {
    const { acked, ms, latencyMs, cpuUsPerMove } = result
    const bare = rows.find(row => row.loop === loop && row.name.startsWith('bare'))
    const ratio = bare ? times(total(cpuUsPerMove) / total(bare.result.cpuUsPerMove)) : ''
    const { user, system } = cpuUsPerMove
    const cpu = [total(cpuUsPerMove), user, system].map(us => us.toFixed(1))
    const latency = [latencyMs.p50, latencyMs.p99, latencyMs.max, result.longestCollectionMs].map(showMs)
    return [name, loop, count((acked / ms) * 1_000), ...cpu, ratio, ...latency]
  })
  return showTable([HEAD, ...lines])
}

export const duel = defineCommand({
  meta: {
    name: 'duel',
    description: 'What does a move cost, ours with 0 to 2 copies, a bare uWebSockets server and Colyseus?',
  },
  args: {
    quick: { type: 'boolean', default: false, description: 'seconds instead of minutes: figures that say little' },
    view: { type: 'string', default: 'whole', valueHint: 'whole|small', description: 'what an update shows' },
    players: { type: 'string', valueHint: 'N', description: 'in the closed loop; twice as many in the open one' },
    seconds: { type: 'string', valueHint: 'N', description: 'measured for so long' },
    only: { type: 'string', default: '', valueHint: 'NAME', description: 'servers whose names begin so' },
    profile: { type: 'string', valueHint: 'FOLDER', description: 'write a CPU profile of each server there' },
  },
  run: called =>
    orExplain(called, async args => {
      const scale = args.quick ? QUICK : FULL
      if (args.view !== 'whole' && args.view !== 'small')
        throw new UsageError(`--view is whole or small, not "${args.view}"`)
      const players = args.players && wholeNumber('players', args.players, { min: 2, max: 10_000 })
      const seconds = args.seconds && wholeNumber('seconds', args.seconds, { min: 1, max: 3_600 })
      const rows: Row[] = []
      await benchDuel(
        {
          ...scale,
          view: args.view,
          only: args.only,
          ...(players ? { closedPlayers: players, openPlayers: 2 * players } : {}),
          ...(seconds ? { measureMs: seconds * 1_000 } : {}),
          ...(args.profile ? { nodeOptions: `--cpu-prof --cpu-prof-dir=${args.profile}` } : {}),
        },
        row => {
          rows.push(row)
          if (process.stderr.isTTY) process.stderr.write('.')
        },
      )
      say(showDuel(rows))
    }),
})
