// The story that this project comes from: one game, and a deploy of what it runs on. It took 65 ms from SIGTERM until
// it went on.
import type { ExecutionContext } from 'ava'
import { monotonicNow } from '../../node/ops/monotonic-clock.ts'
import { distributionOf, showDistribution } from '../../scripts/local/distribution.ts'
import type { Deployed } from './ground.ts'
import { type Drain, readJournal } from './journal.ts'
import { layQuiet } from './quiet.ts'
import { assertInOrder, replaceAll } from './survive.ts'

/** Few tell little: to measure, `STORY_DEPLOYS=20 npm run test:swarm -- --match '*the story*'`. */
const DEPLOYS = process.env.STORY_DEPLOYS

/** One game that nobody touches, and all containers replaced, `times` over. Deployed at the log level that operators
 *  have. */
export async function assertStory(t: ExecutionContext, deployed: Deployed, times: number): Promise<void> {
  const deploys = DEPLOYS === undefined ? times : Number(DEPLOYS)
  const quiet = await layQuiet([deployed.target], 1)
  const moves: Drain[] = []
  for (let n = 0; n < deploys; n++) {
    const since = monotonicNow()
    const replaced = await replaceAll(t, deployed, quiet, ['--force'])
    const journal = await readJournal(deployed.cluster, since)
    assertInOrder(t, replaced, journal)
    const moved = journal.drains.filter(drain => drain.moved > 0)
    t.is(moved.length, 1, 'it moved once')
    moves.push(...moved)
  }
  t.log(`${deploys} deploys; its pause: ${showDistribution(distributionOf(moves.map(move => move.pauseMsMedian)))}`)
  t.log(`from SIGTERM until it had moved: ${showDistribution(distributionOf(moves.map(move => move.lastMovedMs)))}`)
}
