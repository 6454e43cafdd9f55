// In which of a session's incarnations its players should be, and what they are told of it.
import type { Epoch, SessionId } from '../../../protocol/ids.ts'
import { compareIncarnations, incarnationOf } from '../../../protocol/incarnation.ts'
import type { About } from '../../../protocol/mesh.ts'
import type { PlayerError } from '../../../protocol/player.ts'
import type { Context } from '../context.ts'

function hasEnded(ctx: Context, life: SessionId): boolean {
  const config = ctx.directory.config(life)
  return config?.owner === null && config.parked === undefined
}

/** Nobody seems to go on with this life. */
export function isOver(ctx: Context, life: SessionId): boolean {
  const owner = ctx.directory.config(life)?.owner
  return !owner || ctx.store.forced.has(life) || ctx.peers.suspects(owner, life)
}

/** A node that stays runs the session: this life of it in a later epoch, or another that is no earlier one. */
export function goesOn(ctx: Context, session: SessionId, after: Epoch): boolean {
  const { id, number } = incarnationOf(session)
  return ctx.directory.livesOf(id).some(life => {
    const { owner, epoch } = ctx.directory.config(life)!
    const later = epoch > (life === session ? after : 0) && incarnationOf(life).number >= number
    return later && owner !== null && !ctx.peers.leaving(owner, life) && !isOver(ctx, life)
  })
}

/** Where players of this life should be; itself, where it goes on. */
export function lifeOf(ctx: Context, session: SessionId): SessionId {
  const last = ctx.directory.lastLife(session)
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

/** From when the file was that the life began from, where players of `session` may have seen more than it holds; else
 *  null. A life that no node knows, and that is no older, went on beside it. */
function lostSince({ session: as, fromCopy, fromPark }: About, session: SessionId, isKnown: boolean): number | null {
  const { number } = incarnationOf(session)
  const isBeside = (life: SessionId) =>
    !isKnown && session !== life && (number === incarnationOf(life).number || number >= incarnationOf(as).number)
  const losses: number[] = []
  if (fromCopy && (compareIncarnations(session, fromCopy.life) < 0 || isBeside(fromCopy.life)))
    losses.push(fromCopy.savedAt)
  if (fromPark && session !== fromPark.of && isBeside(fromPark.life)) losses.push(fromPark.savedAt)
  return losses.length > 0 ? Math.max(...losses) : null
}
