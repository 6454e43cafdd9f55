// `npm run bench -- growth`: what a node spends on the others and on what it knows of their sessions, as the mesh
// grows.
import { defineCommand } from 'citty'
import { orExplain } from '../local/arguments.ts'
import { showMs } from '../local/distribution.ts'
import { fillDirectory, type Known } from './growth/directory.ts'
import { type Idle, idleMesh } from './growth/real.ts'
import { type AtRest, runStar } from './growth/star.ts'
import { count, kilobytes, megabytes, say, showTable } from './show.ts'

export interface Growth {
  readonly real: readonly Idle[]
  readonly simulated: readonly AtRest[]
  readonly known: readonly Known[]
}

export interface Scale {
  readonly real: readonly number[]
  readonly simulated: readonly number[]
  readonly sessions: readonly number[]
  readonly seconds: number
}

export const FULL: Scale = {
  real: [3, 5, 10],
  simulated: [10, 100, 1_000],
  sessions: [1_000, 10_000, 100_000, 1_000_000],
  seconds: 10,
}
export const QUICK: Scale = { real: [1, 2], simulated: [3, 10], sessions: [100, 1_000], seconds: 1 }

/** At rest a node shall not spend more than this on the others, nor stand still for longer. */
const SHARE_MAX = 0.1
const STILL_MS_MAX = 10

export async function benchGrowth({ real, simulated, sessions, seconds }: Scale): Promise<Growth> {
  const idle: Idle[] = []
  for (const nodes of real) idle.push(await idleMesh(nodes, seconds * 300, seconds * 1_000))
  return {
    real: idle,
    simulated: simulated.map(nodes => runStar(nodes, seconds, 2)),
    known: sessions.map(fillDirectory),
  }
}

const percent = (share: number) => `${(share * 100).toFixed(2)} %`

/** Where a straight line through the first and the last point reaches `limit`. */
function reaches(points: readonly (readonly [at: number, cost: number])[], limit: number): number {
  const [[x, y], [toX, toY]] = [points[0]!, points.at(-1)!]
  const slope = (toY - y) / (toX - x)
  return slope > 0 ? x + (limit - y) / slope : Number.POSITIVE_INFINITY
}

const about = (n: number) => (Number.isFinite(n) && n > 0 ? `about ${count(n)}` : 'more than were measured')

export function showGrowth({ real, simulated, known }: Growth): string {
  const nodesMax = reaches(
    real.map(({ nodes, cpuShare }) => [nodes, cpuShare] as const),
    SHARE_MAX,
  )
  const coresMax = reaches(
    simulated.map(({ nodes, cpuMsPerSecond }) => [nodes, cpuMsPerSecond / 1_000] as const),
    SHARE_MAX,
  )
  const sweptMax = reaches(
    known.map(({ sessions, sweepMs }) => [sessions, sweepMs] as const),
    STILL_MS_MAX,
  )
  return [
    'Real processes at rest, of each node:',
    showTable([
      ['nodes', 'of a processor', 'sent a second'],
      ...real.map(({ nodes, cpuShare, bytesOutPerSecond }) => [
        String(nodes),
        percent(cpuShare),
        kilobytes(bytesOutPerSecond),
      ]),
    ]),
    '',
    'Simulated nodes at rest (core and codec, no network), of each node:',
    showTable([
      ['nodes', 'of a processor', 'messages a second', 'received a second', 'sent a second'],
      ...simulated.map(({ nodes, cpuMsPerSecond, messagesPerSecond, bytesInPerSecond, bytesOutPerSecond }) => [
        count(nodes),
        percent(cpuMsPerSecond / 1_000),
        count(messagesPerSecond),
        kilobytes(bytesInPerSecond),
        kilobytes(bytesOutPerSecond),
      ]),
    ]),
    '',
    'The directory, of each node:',
    showTable([
      ['sessions', 'heap', 'of each', 'to learn one', 'sweep each second', 'digest', 'its bytes', 'then told'],
      ...known.map(({ sessions, heapBytes, learnUs, sweepMs, digestMs, digestBytes, tellBytes }) => [
        count(sessions),
        megabytes(heapBytes),
        `${count(heapBytes / sessions)} B`,
        `${learnUs.toFixed(1)} us`,
        showMs(sweepMs),
        showMs(digestMs),
        megabytes(digestBytes),
        megabytes(tellBytes),
      ]),
    ]),
    '',
    `It bends: real nodes spend ${percent(SHARE_MAX)} of a processor on each other at ${about(nodesMax)} of them (core and codec`,
    `alone at ${about(coresMax)}), for everyone pings everyone: a mesh of more needs pings among some, and statuses passed on.`,
    `A sweep stands still for ${STILL_MS_MAX} ms at ${about(sweptMax)} sessions, for it looks at all: more needs an index by time,`,
    'and a directory that is split among nodes, with digests by ranges.',
  ].join('\n')
}

export const growth = defineCommand({
  meta: { name: 'growth', description: 'What does a node spend on the others, and on knowing their sessions?' },
  args: {
    quick: { type: 'boolean', default: false, description: 'seconds instead of minutes: figures that say little' },
  },
  run: called =>
    orExplain(called, async args => {
      say(showGrowth(await benchGrowth(args.quick ? QUICK : FULL)))
    }),
})
