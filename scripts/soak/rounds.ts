// What is done to a mesh while it is played on: kills, deploys and cuts, each in its own interval, one at a time. Two
// at once may lose what has one backup, and are not what a soak asks about.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ground } from '../load/ground.ts'
import type { RunOptions } from '../load/run.ts'
import { type Counts, type Minute, minuteOf } from './minute.ts'
import { usageOf } from './usage.ts'

const KINDS = ['kill', 'deploy', 'cut'] as const
type Kind = keyof Counts

type Beside = Parameters<NonNullable<RunOptions['beside']>>[0]

export interface Course extends Beside {
  readonly seconds: number
  /** Between two lines. */
  readonly everyMs: number
  readonly onMinute: (minute: Minute) => void
}

const LOOK_MS = 100
/** After each, until the next may begin: what lost a copy gets another meanwhile. */
const REST_MS = 5_000
/** Nothing is begun so shortly before the end. */
const LAST_MS = 10_000

export class Rounds {
  readonly counts: Record<Kind, number> = { kill: 0, deploy: 0, cut: 0 }
  readonly #ground: Ground
  readonly #intervals: Readonly<Record<Kind, number>>
  readonly #acts: Readonly<Record<Kind, () => Promise<unknown>>>

  /** @param intervals in ms; 0 for never */
  constructor(ground: Ground, intervals: Readonly<Record<Kind, number>>, cutMs: number) {
    this.#ground = ground
    this.#intervals = intervals
    this.#acts = {
      kill: async () => ground.kill?.(),
      deploy: () => ground.deploy(() => undefined),
      cut: async () => ground.cut?.(cutMs),
    }
  }

  async run(course: Course): Promise<void> {
    await Promise.all([this.#disturb(course), this.#tell(course)])
  }

  async #disturb({ seconds, begin, stop }: Course): Promise<void> {
    const startedAt = performance.now()
    const until = startedAt + seconds * 1000 - LAST_MS
    const next = new Map(
      KINDS.filter(kind => this.#intervals[kind] > 0).map(kind => [kind, startedAt + this.#intervals[kind]]),
    )
    while (!stop.aborted && performance.now() < until) {
      const [kind, at] = [...next].sort(([, a], [, b]) => a - b)[0] ?? [null, 0]
      if (kind === null || at > performance.now()) {
        await sleep(LOOK_MS)
        continue
      }
      const end = begin(kind)
      await this.#acts[kind]()
      end()
      this.counts[kind]++
      next.set(kind, Math.max(at, performance.now() - this.#intervals[kind]) + this.#intervals[kind])
      await sleep(REST_MS)
    }
  }

  async #tell({ everyMs, onMinute, stop, now }: Course): Promise<void> {
    let since = 0
    while (!stop.aborted) {
      await sleep(everyMs, undefined, { signal: stop }).catch(() => undefined)
      const progress = now()
      onMinute(minuteOf(progress, { counts: { ...this.counts }, usage: usageOf(this.#ground.pids()), since }))
      since = progress.measured.seconds
    }
  }
}
