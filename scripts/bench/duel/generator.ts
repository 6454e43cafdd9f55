// The players of a duel, in a process of its own, so that it can have a processor of its own. Its parent says when to
// begin, and is told when the warm-up is over and what was measured since.
import { build } from 'hdr-histogram-js'
import type { Distribution } from '../../local/distribution.ts'
import { enter, type Player, type Where } from './players.ts'

export interface Load extends Where {
  readonly players: number
  /** Moves a second of each player, at its own moments; 0: a closed loop, the next move with the acknowledgement of the
   *  last. */
  readonly rate: number
  readonly warmUpMs: number
  readonly measureMs: number
}

export interface Measured {
  readonly acked: number
  readonly ms: number
  /** From when a move was due to its acknowledgement: who waits in a queue of ours counts as well. In a closed loop
   *  from when it was sent. */
  readonly latencyMs: Distribution
}

export type FromGenerator = { kind: 'entered' } | { kind: 'warm' } | { kind: 'measured'; measured: Measured }

const PAIRS_AT_ONCE = 20
const tell = (message: FromGenerator) => process.send?.(message)

async function generate(load: Load): Promise<void> {
  const players: Player[] = []
  while (players.length < load.players) {
    const pairs = Math.min(PAIRS_AT_ONCE, Math.ceil((load.players - players.length) / 2))
    // Colyseus and the bare server put whoever comes next into the open room: pairs enter one after another there.
    const entered =
      load.kind === 'ours'
        ? await Promise.all(Array.from({ length: pairs }, () => enter.ours(load)))
        : [await enter[load.kind](load)]
    players.push(...entered.flat())
  }
  tell({ kind: 'entered' })
  const meter = new Meter()
  if (load.rate === 0) playClosed(players, meter)
  else playOpen(players, load.rate, meter)
  setTimeout(() => {
    meter.reset()
    tell({ kind: 'warm' })
    setTimeout(() => tell({ kind: 'measured', measured: meter.measured() }), load.measureMs)
  }, load.warmUpMs)
}

class Meter {
  #histogram = build({ numberOfSignificantValueDigits: 3 })
  #from = performance.now()

  acked(since: number): void {
    this.#histogram.recordValue(Math.max(0, Math.round((performance.now() - since) * 1_000)))
  }

  reset(): void {
    this.#histogram.reset()
    this.#from = performance.now()
  }

  measured(): Measured {
    const histogram = this.#histogram
    const count = histogram.totalCount
    const at = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1_000
    const latencyMs = { count, p50: at(50), p90: at(90), p99: at(99), max: at(100) }
    return { acked: count, ms: performance.now() - this.#from, latencyMs }
  }
}

function playClosed(players: readonly Player[], meter: Meter): void {
  for (const player of players) {
    let sentAt = performance.now()
    player.onAck = () => {
      meter.acked(sentAt)
      sentAt = performance.now()
      player.move()
    }
    player.move()
  }
}

/** A move that is due is made, whatever became of the last one. */
function playOpen(players: readonly Player[], rate: number, meter: Meter): void {
  const everyMs = 1_000 / rate
  const startedAt = performance.now()
  const due = players.map((player, n) => {
    const unanswered: number[] = []
    player.onAck = () => meter.acked(unanswered.shift()!)
    // Spread evenly over the first interval.
    return { player, unanswered, at: startedAt + (n / players.length) * everyMs }
  })
  // In the order of their moments, which stays the same: one index goes round.
  let next = 0
  const look = () => {
    const now = performance.now()
    for (let turn = due[next]!; turn.at <= now; turn = due[next]!) {
      turn.unanswered.push(turn.at)
      turn.player.move()
      turn.at += everyMs
      next = (next + 1) % due.length
    }
    setTimeout(look, 1)
  }
  look()
}

process.once('message', (load: Load) =>
  generate(load).catch(error => {
    process.stderr.write(`${error.stack}\n`)
    process.exit(1)
  }),
)
process.once('disconnect', () => process.exit())
