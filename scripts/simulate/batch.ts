// Many seeds over several threads: each is given the next small range when it is done with one, until none is left or
// enough has failed.
import { Worker } from 'node:worker_threads'
import { addTally, emptyTally, type Tally } from '../../test/simulation/simulator/tally.ts'
import type { Chunk, Manner } from './worker.ts'

/** Small enough for a smooth progress and an early end, large enough to be cheap to hand out. */
const CHUNK_SEEDS = 10

export interface Batch extends Manner {
  readonly first: number
  readonly seeds: number
  readonly jobs: number
  /** Ends after so many failures. */
  readonly failuresMax: number
}

/** `signal` ends it early: what is under way is still counted. */
export async function runBatch(batch: Batch, onProgress: (sum: Tally) => void, signal: AbortSignal): Promise<Tally> {
  const { first, seeds, jobs, failuresMax, ...manner } = batch
  const sum = emptyTally()
  let next = first
  const take = (): Chunk | null => {
    const left = first + seeds - next
    if (left <= 0 || signal.aborted || sum.found.length >= failuresMax) return null
    const chunk = { first: next, seeds: Math.min(CHUNK_SEEDS, left) }
    next += chunk.seeds
    return chunk
  }
  const add = (tally: Tally) => {
    addTally(sum, tally)
    onProgress(sum)
  }
  await Promise.all(Array.from({ length: jobs }, () => runWorker(manner, take, add)))
  sum.found.sort((a, b) => a.seed - b.seed)
  return sum
}

async function runWorker(manner: Manner, take: () => Chunk | null, add: (tally: Tally) => void): Promise<void> {
  const { promise: done, resolve, reject } = Promise.withResolvers<void>()
  const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: manner })
  const go = () => {
    const chunk = take()
    if (chunk) worker.postMessage(chunk)
    else resolve()
  }
  worker.on('message', (tally: Tally) => {
    add(tally)
    go()
  })
  worker.on('error', reject)
  go()
  try {
    await done
  } finally {
    await worker.terminate()
  }
}
