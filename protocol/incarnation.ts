// The names of a session over its lives. What is resumed from a disk is, for the mesh, a session of its own: so nothing on any disk can
// contradict what a mesh has decided [G1]. Its name says which one it continues: the first life's id, a number, and the node that made it.
import type { PeerId, SessionId } from './ids.ts'

export interface Incarnation {
  /** Of the first life: the same in all. */
  readonly id: SessionId
  /** 1 for the first. */
  readonly number: number
  /** The node that resumed it; of the first life, nobody's. */
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

/** Positive where `a` is the later life. */
export function compareIncarnations(a: SessionId, b: SessionId): number {
  const [x, y] = [incarnationOf(a), incarnationOf(b)]
  return x.number - y.number || (x.maker < y.maker ? -1 : x.maker > y.maker ? 1 : 0)
}
