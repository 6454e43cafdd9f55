// How a session's state is named where nodes compare what they have: session, epoch, version, inputs.
import type { SessionId } from '../../../protocol/ids.ts'
import { inputsIn } from '../../../protocol/inputs.ts'
import type { Saved } from '../../../protocol/mesh.ts'
import type { Context } from '../context.ts'
import type { FoundFile } from '../effect.ts'

export const savedOf = ({ session, epoch, version, inputs }: FoundFile): Saved => [session, epoch, version, inputs]

/** What this node has acknowledged of a session that it runs, as of a file; null: it runs none of this name. */
export function ownSaved(ctx: Context, session: SessionId): Saved | null {
  const r = ctx.store.members.get(session)?.running
  return r?.confirmed && r.epoch > 0 ? [session, r.epoch, r.confirmedVersion, inputsIn(r.confirmed.seats)] : null
}
