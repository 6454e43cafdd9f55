// How bad a network is: drawn once for each world. What a real one does seldom is done often here.
import type { Random } from './random.ts'

export interface Wire {
  /** Of nearly every frame, in milliseconds. */
  readonly delay: readonly [number, number]
  /** Share of frames that come late, and how late at most. */
  readonly late: number
  readonly lateMs: number
  /** Shares of frames that are lost, and that come twice. */
  readonly loss: number
  readonly repeat: number
  /** Whether frames of one pair and channel keep their order, as on one connection. */
  readonly ordered: boolean
  /** Messages in one frame at most: loss hits whole frames. */
  readonly frameMessages: number
  /** Share of gossip that reaches a peer over another one where the direct way is cut. */
  readonly relay: number
  /** Until two processes that may reach each other are connected. */
  readonly connectMs: readonly [number, number]
  /** From a death until a peer's connection breaks, where it does. */
  readonly breakMs: readonly [number, number]
  /** From the break until the peer knows that the address refuses. */
  readonly refusedMs: readonly [number, number]
}

/** Loses nothing, keeps order: for worlds without faults, and for every world once it is healed. */
export const CLEAN: Wire = {
  delay: [0.1, 0.6],
  late: 0,
  lateMs: 0,
  loss: 0,
  repeat: 0,
  ordered: true,
  frameMessages: 64,
  relay: 0,
  connectMs: [1, 8],
  breakMs: [5, 12],
  refusedMs: [5, 50],
}

export function drawWire(random: Random): Wire {
  const slow = random.pick([0.6, 0.6, 3, 20])
  return {
    delay: [0.05, slow],
    late: random.pick([0, 0.01, 0.05, 0.2]),
    lateMs: random.pick([10, 100, 800]),
    loss: random.pick([0, 0, 0.01, 0.06, 0.15]),
    repeat: random.pick([0, 0, 0.01, 0.06]),
    ordered: random.chance(0.4),
    frameMessages: random.pick([1, 4, 64]),
    relay: random.pick([0, 0.5]),
    connectMs: [1, random.pick([5, 40, 300])],
    breakMs: [5, 60],
    refusedMs: [5, 60],
  }
}
