// When commands are due in an open loop: at a rate that does not ask how the server is doing, each player's own moments
// spread evenly between those of the others.

export interface Schedule {
  /** Commands a second of all players together, once the ramp is over. */
  readonly perSecond: number
  /** The rate rises evenly from nothing in so many seconds. */
  readonly rampSeconds: number
}

/** When the n-th command of all is due, in seconds since the start; the first has number 0. */
export function dueAt({ perSecond, rampSeconds }: Schedule, n: number): number {
  const inRamp = (perSecond * rampSeconds) / 2
  return n < inRamp ? Math.sqrt((2 * rampSeconds * n) / perSecond) : rampSeconds + (n - inRamp) / perSecond
}

/** One player's moments: every `players`-th of all. By performance.now(). */
export class Dues {
  readonly #schedule: Schedule
  readonly #startedAt: number
  readonly #players: number
  #n: number

  constructor(schedule: Schedule, { startedAt, player, players }: Record<'startedAt' | 'player' | 'players', number>) {
    this.#schedule = schedule
    this.#startedAt = startedAt
    this.#n = player
    this.#players = players
  }

  /** The oldest moment that was not taken. */
  get next(): number {
    return this.#startedAt + dueAt(this.#schedule, this.#n) * 1000
  }

  take(): void {
    this.#n += this.#players
  }

  /** Nothing is due while a player is between two games: there is nobody who would act. */
  skipTo(moment: number): void {
    while (this.next < moment) this.take()
  }
}
