// The game's clock has run out: the game is asked what follows [G3].
import type { Context } from '../context.ts'
import { armClock } from './clock.ts'
import { tell } from './deliver.ts'
import { attempt } from './failing.ts'
import { applyChange } from './inputs.ts'
import type { Running } from './running.ts'
import { clockRanOut } from './state.ts'

/** Times are sums of fractions, so the last digits of one that was reached may differ. */
const NOISE_MS = 0.001

/** A clock whose ringing failed rings again after this: a later state, or the next release, may know what to do. */
const RING_AGAIN_MS = 5_000

const CLOCK_FAILED =
  'Time is up, but the game could not go on because of an error in it. It tries again in a few seconds.'

export function onClock(ctx: Context, r: Running, set: number): void {
  if (set !== r.clockSet || r.clockAt === null || r.sealedAt !== null) return
  // Whoever keeps the time may have rung too early, for a timer of its own is shorter than the clock.
  if (r.clockAt - ctx.now > NOISE_MS) return armClock(ctx, r)
  ring(ctx, r)
}

function ring(ctx: Context, r: Running): void {
  const applied = attempt(ctx, r.session, () => clockRanOut(r.state, ctx.game))
  const refuse = () => ringLater(ctx, r)
  if (applied) applyChange(ctx, r, applied, { deed: { again: () => ring(ctx, r), refuse } })
  else refuse()
}

function ringLater(ctx: Context, r: Running): void {
  r.wind(ctx.now + RING_AGAIN_MS)
  armClock(ctx, r)
  const { session } = r
  for (const { origin } of r.watchers.values())
    tell(ctx, origin, { kind: 'error', code: 'game-failed', text: CLOCK_FAILED, session })
}
