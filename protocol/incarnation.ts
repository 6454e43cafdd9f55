// The names of a session over its incarnations. What is resumed from a disk is, for the mesh, a session of its own: so
// nothing on any disk can contradict what a mesh has decided [G1]. Its name says which one it continues: the first
// incarnation's id, a number, and the node that made it.
import type { PeerId, SessionId, Version } from './ids.ts'

export interface Incarnation {
  /** Of the first incarnation: the same in all. */
  readonly id: SessionId
  /** 1 for the first. */
  readonly number: number
  /** The node that resumed it; of the first incarnation, nobody's. */
  readonly maker: PeerId | ''
}

export function incarnationOf(session: SessionId): Incarnation {
  const [id = '', number = '1', maker = ''] = session.split('.')
  return { id: id as SessionId, number: Number(number), maker: maker as PeerId }
}

/** The name of what `maker` resumes from `session`. */
export function nextIncarnation(session: SessionId, maker: PeerId): SessionId {
  const { id, number } = incarnationOf(session)
  return `${id}.${number + 1}.${maker}` as SessionId
}

/** Positive where `a` is the later incarnation. */
export function compareIncarnations(a: SessionId, b: SessionId): number {
  const [x, y] = [incarnationOf(a), incarnationOf(b)]
  return x.number - y.number || (x.maker < y.maker ? -1 : x.maker > y.maker ? 1 : 0)
}

/** The last incarnation that began from a checkpoint, and when that was written, in milliseconds since 1970: players of
 *  the incarnations before it may miss what came after. */
export interface FromCopy {
  readonly incarnation: SessionId
  readonly savedAt: number
}

/** The last incarnation that began from a parked file, of which incarnation that is the end, and when it was written:
 *  players of no other incarnation know less. */
export interface FromPark {
  readonly incarnation: SessionId
  readonly of: SessionId
  readonly savedAt: number
}

/** Where a forced incarnation parted from the one it was forced from, and how far it has come since, in versions of
 *  that one. */
export interface Forked {
  readonly from: SessionId
  readonly at: Version
  readonly now: number
}
