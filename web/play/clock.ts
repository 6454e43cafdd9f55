// What is left of a round. The node tells a duration, never a time of day, and it is counted on a clock of this page that is
// never set: so it is right whatever the clocks of node and player show.

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
