// Sockets follow the nodes: a node that has more than its share of players asks some to connect again, so that nodes
// which join later carry sockets too. A balancer spreads only new sockets, and a game's socket lives for an evening.
//
// It decides nothing about sessions: a socket moves as it does from a node that leaves, with the second one open before
// the first closes, and a client that stays is not closed. What it must not do is trouble anybody. It asks only while
// the mesh is at rest, few at a time, the oldest first; it waits until those have moved before it asks others; and
// where they come back, since the balancer sends them here, it asks ever more seldom.
import { atRest } from '../cluster/at-rest.ts'
import type { Context } from '../context.ts'

/** Differences below this share of the mean are nobody's trouble. */
const GAP_SHARE = 0.25
/** Asked at one time: a server on two cores takes so many new sockets a second beside its games. */
const ASKED_MAX = 500
/** Within which they move, and after which it is seen what came of it. */
const WINDOW_MS = 5_000
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

/** With each sweep. */
export function spreadSockets(ctx: Context): void {
  const { spread, sockets, now } = ctx
  if (ctx.draining || !spread.due(now) || !atRest(ctx)) return
  const others = ctx.peers.candidates().flatMap(({ status }) => (status && !status.cordoned ? [status.players] : []))
  if (others.length === 0) return
  spread.judge(sockets.size)
  const mean = others.reduce((sum, players) => sum + players, sockets.size) / (others.length + 1)
  const excess = sockets.size - mean
  if (excess < Math.max(ctx.settings.rebalanceGap, mean * GAP_SHARE)) return
  const asked = sockets.all().slice(0, Math.min(ASKED_MAX, Math.ceil(excess / 2)))
  spread.asked(asked.length, sockets.size, now)
  ctx.note({ name: 'spread', sockets: asked.length })
  for (const { socket } of asked) ctx.reply(socket, { kind: 'goaway', withinMs: WINDOW_MS })
}
