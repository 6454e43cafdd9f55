// The incarnations of a session that meet each other (protocol/incarnation.ts).
//
// What began from a file, or by force, is for the mesh a session of its own, so two incarnations never contradict each
// other [G1]; but players should be in one of them: the one that has acknowledged more (protocol/inputs.ts). Of equals,
// a forced incarnation (force.ts), which has what was acknowledged before, stays where it has made as many versions
// since as the other; and else the earlier one, which was only cut off. The later asks, with what it has acknowledged;
// the earlier gives way where it has applied less, and else proves that it goes on by acknowledging something, for what
// is told of it may be old: an owner that lost its backups, or died unheard, goes on no more. The proof says what it
// has acknowledged, and the later gives way unless it has applied more by then, in which case it asks again. Both can't
// give way to each other: one would have ended with less than the other had told of, and the other with no more than
// that one had. Nor can more incarnations in a ring. Where they are equal the earlier one's owner decides. Who proves
// that it goes on has it in its state before anybody hears of it, and gives way to no equal after that.
import type { PeerId, SessionId } from '../../../protocol/ids.ts'
import { compareIncarnations, type Forked, incarnationOf } from '../../../protocol/incarnation.ts'
import { inputsIn } from '../../../protocol/inputs.ts'
import type { MeshMessage } from '../../../protocol/mesh.ts'
import { isUncontested, type Member } from '../consensus/member.ts'
import { close, propose } from '../consensus/proposer.ts'
import type { Context } from '../context.ts'
import { applyChange } from '../session/inputs.ts'
import type { Running } from '../session/running.ts'
import { ended } from './create.ts'

type Of<K extends MeshMessage['kind']> = Extract<MeshMessage, { kind: K }>

/** With each sweep: later incarnations that run here ask the earlier ones. */
export function askEarlier(ctx: Context): void {
  for (const session of ctx.store.running) {
    const { id, number } = incarnationOf(session)
    if (number === 1) continue
    for (const earlier of ctx.directory.incarnationsOf(id)) {
      const config = ctx.directory.config(earlier)
      if (!config?.owner || config.epoch === 0 || compareIncarnations(earlier, session) >= 0) continue
      const { running } = ctx.store.members.get(session)!
      ctx.send(config.owner, { kind: 'ask-alive', session: earlier, incarnation: session, ...claimOf(ctx, running!) })
    }
  }
}

/** What it has acknowledged: of an incarnation that was not forced only where it goes on itself, so that nothing waits
 *  for its backups, and all of them are heard. */
function claimOf(ctx: Context, r: Running): { forked?: Forked; inputs?: number } {
  if (!r.confirmed) return {}
  const inputs = inputsIn(r.confirmed.seats)
  const { fork } = r.state
  if (fork) return { forked: { from: fork.from, at: fork.version, now: doneBy(r) }, inputs }
  const { backups } = ctx.directory.config(r.session)!
  return r.pending.length > 0 || backups.some(b => ctx.peers.suspects(b)) ? {} : { inputs }
}

/** What an incarnation has come to, in versions of the one that it was forced from. */
const doneBy = (r: Running): number => (r.state.fork?.version ?? 0) + (r.confirmed ? r.confirmedVersion : r.version)

/** At the owner of the earlier incarnation: a version whose confirmation is the proof. It changes nothing, but that
 *  this incarnation stays. */
export function onAskAlive(
  ctx: Context,
  from: PeerId,
  { session, incarnation, forked, inputs }: Of<'ask-alive'>,
): void {
  const m = ctx.store.members.get(session)
  const r = m?.running
  if (!r || r.epoch === 0 || r.sealedAt !== null || r.proofs.some(p => p.incarnation === incarnation)) return
  const { stays, fork } = r.state
  const parted = forked && (forked.from === session || forked.from === fork?.from)
  const more = (inputs ?? -1) - inputsIn(r.state.seats)
  const asFar = parted && more === 0 && doneBy(r) <= forked.now
  if (more > 0 || (asFar && !stays))
    return giveWay(ctx, m, incarnation, parted ? Math.max(0, doneBy(r) - forked.at) : null)
  prepareProof(ctx, r, { to: from, incarnation })
}

function prepareProof(ctx: Context, r: Running, proof: { readonly to: PeerId; readonly incarnation: SessionId }): void {
  const version = r.version + 1
  const again = () => prepareProof(ctx, r, proof)
  r.proofs = [...r.proofs.filter(p => p.incarnation !== proof.incarnation), { ...proof, version }]
  // What can't be written proves nothing.
  const refuse = () => {
    r.proofs = r.proofs.filter(p => p.incarnation !== proof.incarnation)
  }
  applyChange(ctx, r, { state: { ...r.state, stays: true } }, { deed: { again, refuse } })
}

/** At the owner of the later incarnation: it ends, and what it had become is kept for an operator. */
export function onAlive(ctx: Context, { session, incarnation, inputs }: Of<'alive'>): void {
  const m = ctx.store.members.get(incarnation)
  if (!m?.running || m.config.epoch === 0) return
  if (incarnationOf(session).id !== incarnationOf(incarnation).id || compareIncarnations(session, incarnation) >= 0)
    return
  const { fork, seats } = m.running.state
  if (inputsIn(seats) > (inputs ?? Number.POSITIVE_INFINITY)) return
  giveWay(ctx, m, session, fork ? doneBy(m.running) - fork.version : null)
}

function giveWay(ctx: Context, m: Member, to: SessionId, lost: number | null): void {
  const { session, epoch } = m.config
  if (m.proposal || !isUncontested(m)) return
  const copy = close(ctx, m)
  if (!copy) return
  if (ctx.settings.parks) ctx.write({ session, epoch, ...copy }, 'unsure')
  propose(ctx, m, { ...ended(m.config), yielded: true })
  ctx.note({ name: 'yielded', session, epoch, to, lost })
}
