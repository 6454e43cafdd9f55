// The game's clock, at the node that runs the session [G3]. It decides nothing but when `timeout` is asked.
import type { Context } from '../context.ts'
import type { Running } from './running.ts'

export function armClock(ctx: Context, r: Running): void {
  const afterMs = r.remainingMs(ctx.now)
  const { session, epoch, clockSet: set } = r
  if (afterMs !== null) ctx.timer(afterMs, { kind: 'clock', session, epoch, set })
}
