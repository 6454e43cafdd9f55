// One exception stays with one session, or with one step of the housekeeping: everything else goes on as if it had not
// been.
//
// What a game threw is told, and its session goes on as it was (failing.ts). Anything else is a bug of ours, and nobody
// knows how far it came: its session is fenced.
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
  // Who has no part in it has nothing of it to distrust; of a broken invariant nobody knows.
  if (session && (error instanceof InvariantError || ctx.store.knows(session))) fence(ctx, session)
}
