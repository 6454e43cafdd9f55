// What a node remembers of what it has told of itself.
import type { Status } from '../../../protocol/mesh.ts'

export class Own {
  /** The last one: what this node ranks itself by, so that all rank alike. */
  told!: Status
  /** Orders the statuses. */
  beat = 0
  generation = 0
  /** As `Status.meshAgeMs`, on this node's clock; it never rises, also where those who were there before are
   *  forgotten. */
  meshSince = Number.POSITIVE_INFINITY
}
