// What happens when one of a game's functions throws. It affects one session, and the one thing that was asked.
//
// The state stays as it was. A command is refused, and counts as used, like any other refusal. A player who would join
// is refused. A clock that ran out is wound again, since a later state, or the next release, may know what to do. Where
// a view fails the last one stands, and its players are told so. What the game cannot save is never acknowledged: a
// turn after which `save` throws is undone, and its inputs are applied again one by one (turn.ts). Each failure is
// logged with its stack, but at most once in a few seconds for each session, because a player may repeat it as often as
// a command.
import type { Refusal } from '../../../protocol/errors.ts'
import type { SessionId } from '../../../protocol/ids.ts'
import type { Context } from '../context.ts'
import { invariant } from '../invariant.ts'
import { GameError } from './ask.ts'
import type { Written } from './copy.ts'
import type { Running } from './running.ts'

const TELL_EVERY_MS = 10_000

/** For an operator to read. Beyond that the one that failed last longest ago is forgotten. */
const KEPT_MAX = 200

export const FAILED: Refusal = {
  code: 'game-failed',
  text: 'The game could not do this, because of an error in it. Nothing was changed. Try something else.',
}

export const UNSEEN =
  'The game could not show this, because of an error in it. What you see is how it was before; it goes on all the same.'

/** What `work` gives; null where the game throws. */
export function attempt<T>(ctx: Context, session: SessionId | null, work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof GameError)) throw error
    failed(ctx, session, error)
    return null
  }
}

export function failed(ctx: Context, session: SessionId | null, { what, message: error }: GameError): void {
  const key = `${session} ${what}`
  const { now, failing } = ctx
  const f = failing.get(key) ?? { session, what, error, times: 0, untold: 0, at: now, toldAt: Number.NEGATIVE_INFINITY }
  Object.assign(f, { error, times: f.times + 1, untold: f.untold + 1, at: now })
  failing.delete(key)
  failing.set(key, f)
  if (now - f.toldAt >= TELL_EVERY_MS) {
    ctx.note({ name: 'game-failed', session, what, times: f.untold, error })
    Object.assign(f, { toldAt: now, untold: 0 })
  }
  for (const oldest of failing.keys()) {
    if (failing.size <= KEPT_MAX) break
    failing.delete(oldest)
  }
}

/** The session is not run here any more. */
export function forgetFailures(ctx: Context, session: SessionId): void {
  for (const [key, f] of ctx.failing) if (f.session === session) ctx.failing.delete(key)
}

/** The session at its version. Where the game cannot write it in this schema, as it was written when that version was
 *  made. */
export function writtenAs(ctx: Context, r: Running, schema: number): Written {
  invariant(!r.dirty, r.session, `version ${r.version} is handed on with more than it has [E3]`)
  const known = () => attempt(ctx, r.session, () => r.known(ctx.game, ctx.now))
  const written = attempt(ctx, r.session, () => r.copy(ctx.game, schema, ctx.now)) ?? known()
  invariant(written !== null, r.session, `version ${r.version} was never written`)
  return written
}
