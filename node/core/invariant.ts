// A broken invariant is our bug, never the network's. It always throws, in production too: the session it names is
// stopped on this node before it can acknowledge anything more, everything else goes on.
import type { SessionId } from '../../protocol/ids.ts'

export class InvariantError extends Error {
  override readonly name = 'InvariantError'
  readonly code = 'invariant'
  readonly session: SessionId
  constructor(session: SessionId, message: string) {
    super(message)
    this.session = session
  }
}

export function invariant(holds: boolean, session: SessionId, message: string): asserts holds {
  if (!holds) throw new InvariantError(session, message)
}
