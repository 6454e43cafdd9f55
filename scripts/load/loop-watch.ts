// Whether a load run measures itself: a process whose event loop is busy answers late by itself, and its figures say
// more of it than of the mesh.
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'

export interface LoopUse {
  /** Of the run's time, in which the event loop did something: 0 to 1. */
  readonly busyShare: number
  /** By how much it was late with what was due, in ms. */
  readonly delayP99Ms: number
}

/** Above it, what waits in the queue before a busy loop is no longer small beside what is measured. */
const BUSY_SHARE_MAX = 0.7
/** The same for a loop that is late although it has little to do, since others have the processor. */
const DELAY_P99_MAX_MS = 50
const RESOLUTION_MS = 5

export const isBottleneck = ({ busyShare, delayP99Ms }: LoopUse): boolean =>
  busyShare > BUSY_SHARE_MAX || delayP99Ms > DELAY_P99_MAX_MS

export class LoopWatch {
  readonly #before = performance.eventLoopUtilization()
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })

  constructor() {
    this.#delay.enable()
  }

  stop(): LoopUse {
    this.#delay.disable()
    const busyShare = performance.eventLoopUtilization(this.#before).utilization
    return { busyShare, delayP99Ms: Math.max(0, this.#delay.percentile(99) / 1e6 - RESOLUTION_MS) }
  }
}
