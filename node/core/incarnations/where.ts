// In which of a session's incarnations its players should be, and what they are told of it.
import type { Epoch, SessionId } from '../../../protocol/ids.ts'
import { compareIncarnations, incarnationOf } from '../../../protocol/incarnation.ts'
import type { About } from '../../../protocol/mesh.ts'
import type { PlayerError } from '../../../protocol/player.ts'
import type { Context } from '../context.ts'

function hasEnded(ctx: Context, incarnation: SessionId): boolean {
  const config = ctx.directory.config(incarnation)
  return config?.owner === null && config.parked === undefined
}

/** Nobody seems to go on with this incarnation. */
export function isOver(ctx: Context, incarnation: SessionId): boolean {
  const owner = ctx.directory.config(incarnation)?.owner
  return !owner || ctx.store.forced.has(incarnation) || ctx.peers.suspects(owner, incarnation)
}

/** A node that stays runs the session: this incarnation of it in a later epoch, or another that is no earlier one. */
export function goesOn(ctx: Context, session: SessionId, after: Epoch): boolean {
  const { id, number } = incarnationOf(session)
  return ctx.directory.incarnationsOf(id).some(incarnation => {
    const { owner, epoch } = ctx.directory.config(incarnation)!
    const later = epoch > (incarnation === session ? after : 0) && incarnationOf(incarnation).number >= number
    return later && owner !== null && !ctx.peers.leaving(owner, incarnation) && !isOver(ctx, incarnation)
  })
}

/** Where players of this incarnation should be; itself, where it goes on. */
export function presentIncarnation(ctx: Context, session: SessionId): SessionId {
  const last = ctx.directory.lastIncarnation(session)
  return last !== session && isOver(ctx, session) ? last : session
}

/** Null: nobody has told yet whether it began from a copy, which the player must know; of what has ended nobody
 *  will. */
export function goesOnAs(ctx: Context, session: SessionId, as: SessionId): PlayerError | null {
  const answer = { kind: 'error', code: 'another-incarnation', session, as } as const
  const about = ctx.directory.about(as)
  const isEarlier = compareIncarnations(as, session) < 0
  const isKnown = ctx.directory.config(session) !== null
  if (!about && !(isEarlier && isKnown) && !hasEnded(ctx, as)) return null
  const savedAt = about && lostSince(about, session, isKnown)
  if (savedAt !== null) {
    const text = ctx.directory.config(session)?.yielded
      ? 'Two groups of servers went on with this game while they could not reach each other. It goes on where more was done.'
      : 'All servers failed. The game goes on from a copy that was saved before; what came after it is lost.'
    return { ...answer, text, savedAt }
  }
  if (isEarlier) return { ...answer, text: 'This game went on elsewhere all along. You are back in it.' }
  if (about?.forcedFrom === session) {
    const text = ctx.directory.config(session)?.yielded
      ? 'Two groups of servers went on with this game while they could not reach each other. It goes on where more was done.'
      : 'The servers that ran this game do not answer. It goes on without them.'
    return { ...answer, text }
  }
  return { ...answer, text: 'The game was saved while no server ran, and goes on from there.' }
}

/** From when the file was that the incarnation began from, where players of `session` may have seen more than it holds;
 *  else null. An incarnation that no node knows, and that is no older, went on beside it. */
function lostSince({ session: as, fromCopy, fromPark }: About, session: SessionId, isKnown: boolean): number | null {
  const { number } = incarnationOf(session)
  const isBeside = (incarnation: SessionId) =>
    !isKnown &&
    session !== incarnation &&
    (number === incarnationOf(incarnation).number || number >= incarnationOf(as).number)
  const losses: number[] = []
  if (fromCopy && (compareIncarnations(session, fromCopy.incarnation) < 0 || isBeside(fromCopy.incarnation)))
    losses.push(fromCopy.savedAt)
  if (fromPark && session !== fromPark.of && isBeside(fromPark.incarnation)) losses.push(fromPark.savedAt)
  return losses.length > 0 ? Math.max(...losses) : null
}
