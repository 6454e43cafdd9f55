// The proof that a session goes on: a version of it that all its backups confirm.
import { inputsIn } from '../../../protocol/inputs.ts'
import type { Context } from '../context.ts'
import type { Running } from './running.ts'

/** Versions were confirmed: those among them that prove something. */
export function prove(ctx: Context, r: Running): void {
  const { session, confirmedVersion } = r
  for (const { to, incarnation, version } of r.proofs)
    if (version <= confirmedVersion)
      ctx.send(to, { kind: 'alive', session, incarnation, inputs: inputsIn(r.confirmed!.seats) })
  r.proofs = r.proofs.filter(p => p.version > confirmedVersion)
}
