// What a seat was told last, by its own number.
import type { ClientId, Seq, Version } from '../../../protocol/ids.ts'

export interface Telling {
  /** The seat's own number. */
  readonly version: Version
  /** The number at which its view, or its clock, became what it is: what an update shows. */
  readonly viewed: Version
  /** The version of the session that it is of. */
  readonly of: Version
  readonly view: unknown
  /** The game could not make the newest. */
  readonly fails: boolean
  readonly clockSet: number
  readonly holder: ClientId
  readonly last: Seq
}
