// What is left of a round, and when something was. Of a round the node tells a duration, never a time of day, and it is
// counted on a clock of this page that is never set: so it is right whatever the clocks of node and player show.

export interface Countdown {
  readonly remainingMs: number
  /** When it was told, on the page's clock. */
  readonly receivedAt: number
}

/** Milliseconds left at `now` on the same clock; never below zero, never more than was told. */
export function remaining({ remainingMs, receivedAt }: Countdown, now: number): number {
  return Math.max(0, Math.min(remainingMs, remainingMs - (now - receivedAt)))
}

/** Whole seconds as a person counts them: 1 until the last moment, then 0. */
export const seconds = (ms: number): number => Math.ceil(ms / 1000)

/** `0:07`, `1:00`, `12:30`. */
export function clockFace(ms: number): string {
  const all = seconds(ms)
  return `${Math.floor(all / 60)}:${String(all % 60).padStart(2, '0')}`
}

/** A moment of the player's own day: `14:03:12`; of another day with its date, `7 May, 14:03:12`. In milliseconds since
 *  1970. */
export function momentName(at: number, now = Date.now()): string {
  const [moment, today] = [new Date(at), new Date(now)]
  const time = moment.toLocaleTimeString('en-GB')
  if (moment.toDateString() === today.toDateString()) return time
  return `${moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })}, ${time}`
}
