// An exception stays with one session, or with one step of the housekeeping: everything else goes on as if it had not
// happened.
//
// An exception of a game is logged, and its session goes on as it was (failing.ts). Any other exception is a bug of
// ours, and nobody knows how far the code came: the session is fenced.
import type { SessionId } from '../../../protocol/ids.ts'
import type { Context } from '../context.ts'
import { InvariantError } from '../invariant.ts'
import { GameError } from './ask.ts'
import { failed } from './failing.ts'
import { fence } from './fence.ts'

/** What `work` gives; undefined where it throws. `session`: the one that it is about. */
export function contain<T>(ctx: Context, session: SessionId | null, work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof GameError) failed(ctx, session, error)
    else onBug(ctx, session, error)
    return undefined
  }
}

function onBug(ctx: Context, about: SessionId | null, error: unknown): void {
  const session = error instanceof InvariantError ? error.session : about
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  ctx.note({ name: 'invariant', session, error: text })
  // A node without a part in the session holds nothing of it that could be wrong, unless an invariant is broken.
  if (session && (error instanceof InvariantError || ctx.store.knows(session))) fence(ctx, session)
}
