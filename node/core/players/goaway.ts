// Asks sockets to connect again, where this node has more than its share of them.
import { atRest } from '../cluster/at-rest.ts'
import type { Context } from '../context.ts'
import { WINDOW_MS } from './spread.ts'

/** Differences below this share of the mean are nobody's trouble. */
const GAP_SHARE = 0.25

/** Asked at one time: a server on two cores takes so many new sockets a second beside its games. */
const ASKED_MAX = 500

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
