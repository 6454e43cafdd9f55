// Sockets follow the nodes: a node that has more than its share of players asks some to connect again, so that nodes
// which join later carry sockets too. A balancer spreads only new sockets, and a game's socket lives for an evening.
//
// It decides nothing about sessions: a socket moves as it does from a node that leaves, with the second one open before
// the first closes, and a client that stays is not closed. What it must not do is trouble anybody. It asks only while
// the mesh is at rest, few at a time, the oldest first; it waits until those have moved before it asks others; and
// where they come back, since the balancer sends them here, it asks ever more seldom.

/** Within which they move, and after which it is seen what came of it. */
export const WINDOW_MS = 5_000

const LOOK_AGAIN_MS = 2 * WINDOW_MS

const LOOK_AGAIN_MAX_MS = 3_600_000

export class Spread {
  #asked = 0
  #sizeThen = 0
  #lookAt = 0
  #waitMs = LOOK_AGAIN_MS

  /** False while it is not yet to be seen what came of the last ones. */
  due(now: number): boolean {
    return now >= this.#lookAt
  }

  /** Before the next are asked: did asking help? */
  judge(size: number): void {
    if (this.#asked === 0) return
    const helped = this.#sizeThen - size >= this.#asked / 2
    this.#waitMs = helped ? LOOK_AGAIN_MS : Math.min(LOOK_AGAIN_MAX_MS, 2 * this.#waitMs)
    this.#asked = 0
  }

  /** So many of `size` were asked. */
  asked(count: number, size: number, now: number): void {
    this.#asked = count
    this.#sizeThen = size
    this.#lookAt = now + this.#waitMs
  }
}
