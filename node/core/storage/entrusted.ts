// What a node keeps of a file that another parks a session in, and of one that is to be marked as parked.
import type { Configuration } from '../../../protocol/configuration.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import type { Saving } from '../effect.ts'

/** A session that somebody else parks: who, and what this node has of it. */
export interface Entrusted {
  readonly to: PeerId
  readonly copy: Omit<Saving, 'file'> | null
}

/** A file that is to be marked. */
export interface Marking {
  readonly config: Configuration
  /** At who wrote it: those who wait for it. */
  readonly waiting: readonly PeerId[] | null
  readonly copy: Entrusted['copy']
  failed: boolean
}
