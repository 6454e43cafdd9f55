// How full the process's memory is: V8's heap or the container, whichever is fuller.
//
// Part of the heap is garbage that has not been collected yet, so what counts is what the last full collection left.
// That figure may be old, but not when it matters: the nearer the heap is to its limit, the more often V8 collects. A
// container counts all pages of a process, also those that V8 keeps for later. They are not counted here, because V8
// gives them back. Nothing here keeps a process alive.
import { constants, PerformanceObserver } from 'node:perf_hooks'
import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8'

const EVERY_MS = 250
/** Garbage that there may be before V8 collects in earnest, as a share of the heap's limit. */
const GARBAGE_SHARE = 0.15
/** V8 counts into the heap's limit what it reserves for young objects, three times 64 MiB. A process dies when its
 *  old objects have no room. */
const YOUNG_BYTES = 192 * 1024 * 1024
/** A limit above this is none: without a limit some systems give the largest number that they have. */
const UNLIMITED = 2 ** 50

/** Bytes. `heap…` is the part of the heap in which objects live that have survived a collection. */
export interface Memory {
  readonly heapUsed: number
  /** What the heap has taken from the system. */
  readonly heapTotal: number
  readonly heapLimit: number
  /** In the heap after the last full collection. */
  readonly heapAfter: number
  readonly rss: number
  /** The container's limit; 0: none. */
  readonly limit: number
}

/** Share that is in use, 0 to 1. */
export function memoryShare({ heapUsed, heapTotal, heapLimit, heapAfter, rss, limit }: Memory): number {
  const live = Math.max(Math.min(heapAfter, heapUsed), heapUsed - GARBAGE_SHARE * heapLimit)
  const container = limit > 0 && limit < UNLIMITED ? (rss - heapTotal + live) / limit : 0
  return Math.min(1, Math.max(live / heapLimit, container, 0))
}

/** Calls `report` now and again, until the returned function is called. */
export function watchMemory(report: (share: number) => void, everyMs = EVERY_MS): () => void {
  let heapAfter = heapUsedNow()
  const observer = new PerformanceObserver(list => {
    const isFull = (entry: PerformanceEntry) =>
      (entry as PerformanceEntry & { detail?: { kind?: number } }).detail?.kind === constants.NODE_PERFORMANCE_GC_MAJOR
    if (list.getEntries().some(isFull)) heapAfter = heapUsedNow()
  })
  observer.observe({ entryTypes: ['gc'] })
  const timer = setInterval(() => {
    const { heapTotal, rss } = process.memoryUsage()
    const { heap_size_limit: all } = getHeapStatistics()
    const heapLimit = all > YOUNG_BYTES ? all - YOUNG_BYTES : all
    const heapUsed = heapUsedNow()
    report(memoryShare({ heapUsed, heapTotal, heapLimit, heapAfter, rss, limit: process.constrainedMemory() }))
  }, everyMs)
  timer.unref()
  return () => {
    clearInterval(timer)
    observer.disconnect()
  }
}

function heapUsedNow(): number {
  const spaces = getHeapSpaceStatistics().filter(({ space_name: name }) => !name.startsWith('new_'))
  return spaces.reduce((sum, { space_used_size: used }) => sum + used, 0)
}
