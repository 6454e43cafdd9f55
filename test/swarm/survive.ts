// A deploy under play, on whatever stack, and all that must be true of it afterwards.
import type { ExecutionContext } from 'ava'
import { monotonicNow } from '../../node/ops/monotonic-clock.ts'
import { distributionOf, showDistribution } from '../../scripts/local/distribution.ts'
import { type Deployed, targetsOf } from './ground.ts'
import { type Journal, overlapOf, readJournal } from './journal.ts'
import { nodeOf } from './kill.ts'
import { playOver } from './play.ts'
import { assertQuiet, layQuiet, type Quiet } from './quiet.ts'

/** Beside the games that are played, some that nobody touches. */
const TABLES_PER_NODE = 10

/** `update`: what `docker service update` is told. */
export async function assertSurvives(t: ExecutionContext, deployed: Deployed, ...update: string[]): Promise<void> {
  const { cluster, target } = deployed
  const since = monotonicNow()
  t.log(`docker service update ${update.join(' ')}`)
  const { exits, same, seats, outcome } = await playOver(t, target, async () => {
    const quiet = await layQuiet(await targetsOf(cluster, await cluster.serving()), TABLES_PER_NODE)
    return { ...(await replaceAll(t, deployed, quiet, update)), seats: quiet.before.length }
  })
  const journal = await readJournal(cluster, since)
  const { moves } = journal
  t.log(`${outcome}; ${moves.length} sessions moved; ${same} of ${seats} untouched seats were still in the same round`)
  t.log(`pause of a session: ${showDistribution(distributionOf(moves.map(move => move.pauseMs)))}`)
  t.log(`from SIGTERM until it runs again: ${showDistribution(distributionOf(moves.map(move => move.resumedMs)))}`)
  logDrains(t, journal)
  assertInOrder(t, { exits, outcome }, journal)
  t.true(moves.length >= seats / 2, 'each untouched session moved')
  t.true(
    moves.every(move => Number.isFinite(move.resumedMs)),
    'each session that was given away was taken up',
  )
  t.is(new Set(moves.map(move => move.session)).size, moves.length, 'no session moved twice')
}

function logDrains(t: ExecutionContext, { drains }: Journal): void {
  const drained = distributionOf(drains.map(({ from, to }) => to - from))
  t.log(`${drains.length} drains, ${overlapOf(drains)} at one time: ${showDistribution(drained)}`)
}

/** So many of the containers are told to leave at one moment, as where a host shuts down, and Swarm replaces them.
 *  @returns how many were leaving at one time. */
export async function leaveTogether(
  t: ExecutionContext,
  { cluster, target }: Deployed,
  count: number,
): Promise<number> {
  const since = monotonicNow()
  const { all, exits } = await playOver(t, target, async () => {
    const old = await cluster.serving()
    const quiet = await layQuiet(await targetsOf(cluster, old), TABLES_PER_NODE)
    const leaving = old.slice(0, count)
    const nodes = await Promise.all(leaving.map(task => nodeOf(cluster, task)))
    for (const node of nodes) process.kill(node, 'SIGTERM')
    const exits = await cluster.ended(leaving)
    await assertQuiet(t, quiet, target)
    await cluster.until('as many containers as before', async () => (await cluster.serving()).length === old.length)
    return { all: old.length, exits }
  })
  const journal = await readJournal(cluster, since)
  t.log(`${count} of ${all} containers were told to leave at one moment; ${journal.moves.length} sessions moved`)
  logDrains(t, journal)
  assertLeft(t, exits, journal)
  return overlapOf(journal.drains)
}

/** Swarm calls it done, all who left did so by a drain, and nobody complains. */
export function assertInOrder(
  t: ExecutionContext,
  { exits, outcome }: Pick<Replaced, 'exits' | 'outcome'>,
  journal: Journal,
): void {
  t.is(outcome, 'completed')
  assertLeft(t, exits, journal)
}

function assertLeft(t: ExecutionContext, exits: Replaced['exits'], { drains, complaints }: Journal): void {
  // SIGKILL at the end of the grace period would be 137.
  t.deepEqual(
    exits,
    exits.map(() => 0),
  )
  t.deepEqual(complaints, [])
  t.is(drains.length, exits.length)
}

interface Replaced {
  readonly exits: (number | null)[]
  /** Seats of untouched sessions that are still in the same round. */
  readonly same: number
  readonly outcome: string
}

/** What untouched sessions show must be the same after it. */
export async function replaceAll(
  t: ExecutionContext,
  { cluster, target }: Deployed,
  quiet: Quiet,
  update: readonly string[],
): Promise<Replaced> {
  const old = await cluster.serving()
  await cluster.update(...update)
  const exits = await cluster.ended(old)
  const same = await assertQuiet(t, quiet, target)
  return { exits, same, outcome: await cluster.settled() }
}
