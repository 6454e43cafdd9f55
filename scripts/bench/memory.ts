// `npm run bench -- memory`: what a server weighs that does nothing: by itself, with players who only listen, with
// sessions that nobody is in. Ours beside a bare uWebSockets server and Colyseus.
import { setTimeout as sleep } from 'node:timers/promises'
import { defineCommand } from 'citty'
import { signIn, targetOf } from '../load/sign-in.ts'
import { orExplain, wholeNumber } from '../local/arguments.ts'
import type { NodeProcess } from '../local/node-process.ts'
import { cpuOf, minus, residentBytes, total } from './cpu.ts'
import { enter, type Kind } from './duel/players.ts'
import { startServers } from './duel/run.ts'
import { makeRooms } from './rooms.ts'
import { count, kilobytes, megabytes, say, showTable } from './show.ts'
import { Talk } from './talk.ts'
import type { Wire } from './wire.ts'

type Held = 'connections' | 'players in rooms of two' | 'sessions'

export interface Weighed {
  readonly server: string
  readonly held: Held
  readonly count: number
  readonly baseBytes: number
  readonly bytes: number
  /** Share of a processor, while nothing happens. */
  readonly idleShare: number
}

export interface Scale {
  readonly count: number
  /** Until the collector has been there. */
  readonly restMs: number
  readonly measureMs: number
}

export const FULL: Scale = { count: 10_000, restMs: 15_000, measureMs: 10_000 }
export const QUICK: Scale = { count: 40, restMs: 100, measureMs: 200 }

interface Subject {
  readonly server: string
  readonly kind: Kind
  readonly held: Held
  readonly rehearse: string
}

const SUBJECTS: readonly Subject[] = [
  { server: 'bare uWebSockets', kind: 'bare', held: 'players in rooms of two', rehearse: '0' },
  { server: 'Colyseus 0.18', kind: 'colyseus', held: 'players in rooms of two', rehearse: '0' },
  { server: 'ours', kind: 'ours', held: 'players in rooms of two', rehearse: '0' },
  { server: 'ours', kind: 'ours', held: 'connections', rehearse: '0' },
  { server: 'ours', kind: 'ours', held: 'sessions', rehearse: '0' },
]

export async function benchMemory(scale: Scale, rehearse: string, onRow: (row: Weighed) => void): Promise<void> {
  for (const subject of SUBJECTS) onRow(await weigh(subject, scale))
  if (rehearse === '0') return
  const rehearsed = { server: `ours, REHEARSE=${rehearse}`, kind: 'ours', held: 'connections', rehearse } as const
  onRow(await weigh(rehearsed, scale))
}

async function weigh({ server, kind, held, rehearse }: Subject, scale: Scale): Promise<Weighed> {
  const servers = await startServers({ kind, backups: 0, remote: false, view: 'whole', env: { REHEARSE: rehearse } })
  const [node] = servers.nodes
  try {
    await sleep(scale.restMs)
    const baseBytes = residentBytes(node!.pid)
    const wires = await hold(node!, kind, held, scale.count)
    await sleep(scale.restMs)
    const before = { cpu: cpuOf([node!.pid]), at: performance.now() }
    await sleep(scale.measureMs)
    const idleShare = total(minus(cpuOf([node!.pid]), before.cpu)) / 1_000 / (performance.now() - before.at)
    const bytes = residentBytes(node!.pid)
    for (const wire of wires) wire.close()
    return { server, held, count: scale.count, baseBytes, bytes, idleShare }
  } finally {
    await servers.stop()
  }
}

const AT_ONCE = 20
/** A player may have a handful of pages open. */
const SOCKETS_OF_A_PLAYER = 5

async function hold({ url }: NodeProcess, kind: Kind, held: Held, count: number): Promise<Wire[]> {
  const wires: Wire[] = []
  if (held === 'sessions') await makeRooms(url, count)
  while (held !== 'sessions' && wires.length < count) {
    if (held === 'connections') {
      const token = await signIn(targetOf(url), 'Ariadne')
      const talks = await Promise.all(Array.from({ length: SOCKETS_OF_A_PLAYER }, () => Talk.open(url, token)))
      wires.push(...talks.map(({ wire }) => wire))
    } else {
      const pairs = kind === 'ours' ? AT_ONCE : 1
      const where = { kind, owner: url, gateway: url }
      const entered = await Promise.all(Array.from({ length: pairs }, () => enter[kind](where)))
      wires.push(...entered.flat().map(({ wire }) => wire))
    }
  }
  return wires
}

const HEAD = ['server', 'base', 'held', 'of what', 'each', 'all', 'idle, of a processor']

export const showMemory = (rows: readonly Weighed[]): string =>
  showTable([
    HEAD,
    ...rows.map(({ server, held, count: n, baseBytes, bytes, idleShare }) => [
      server,
      megabytes(baseBytes),
      count(n),
      held,
      kilobytes((bytes - baseBytes) / n),
      megabytes(bytes),
      `${(idleShare * 100).toFixed(2)} %`,
    ]),
  ])

export const memory = defineCommand({
  meta: {
    name: 'memory',
    description: 'What does a server weigh that does nothing, by itself, by connection, by session?',
  },
  args: {
    quick: { type: 'boolean', default: false, description: 'seconds instead of minutes: figures that say little' },
    count: { type: 'string', default: '10000', valueHint: 'N', description: 'connections, players, sessions' },
    rehearse: { type: 'string', default: '100', valueHint: 'N', description: 'REHEARSE of one more node of ours' },
  },
  run: called =>
    orExplain(called, async args => {
      const full = { ...FULL, count: wholeNumber('count', args.count, { min: 2, max: 18_000 }) }
      const rows: Weighed[] = []
      await benchMemory(args.quick ? QUICK : full, args.quick ? '0' : args.rehearse, row => {
        rows.push(row)
        if (process.stderr.isTTY) process.stderr.write('.')
      })
      say(showMemory(rows))
    }),
})
