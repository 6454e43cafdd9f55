// Copies of a session's state, in the forms in which nodes hand them on.
import type { Version } from '../../../protocol/ids.ts'
import type { Snapshot } from '../../../protocol/mesh.ts'
import { type Splice, Spliced } from '../std/bytes.ts'

/** A session's state as it travels and as a backup keeps it: opaque bytes. */
export interface Copy {
  readonly version: Version
  readonly bytes: Snapshot
}

/** A copy that this node wrote itself. */
export interface Written extends Copy {
  readonly schema: number
}

/** A copy to hand on. `schema` null: this node cannot read it, and hands on the bytes that it has. */
export interface Final extends Copy {
  readonly schema: number | null
}

/** The next version of a copy. `before` must not be used any more, but for bytes that were taken from it.
 *  @throws RangeError where the delta does not fit; then `before` stands. */
export function patched(before: Copy, version: Version, delta: Splice): Copy {
  if (before instanceof Patched) return before.next(version, delta)
  return new Patched(before.version, new Spliced(before.bytes)).next(version, delta)
}

/** Only the newest one has the bytes; they are copied when somebody asks for them, which is seldom: most copies are
 *  replaced by the next. */
class Patched implements Copy {
  readonly version: Version
  #spliced: Spliced | null
  #bytes: Snapshot | null = null

  constructor(version: Version, spliced: Spliced) {
    this.version = version
    this.#spliced = spliced
  }

  next(version: Version, delta: Splice): Patched {
    const spliced = this.#newest()
    spliced.splice(delta)
    this.#spliced = null
    return new Patched(version, spliced)
  }

  get bytes(): Snapshot {
    this.#bytes ??= this.#newest().copy()
    return this.#bytes
  }

  #newest(): Spliced {
    if (this.#spliced) return this.#spliced
    throw new Error(`version ${this.version} of a copy is asked for, and it was replaced by a later one`)
  }
}
