// A wait: the answers that a node needs before it may exit [E8].
import type { Epoch, PeerId } from '../../../protocol/ids.ts'
import type { Entrusted } from '../storage/entrusted.ts'

/** A node that left a session waits until those who must know say that they do [E8]. */
export interface Wait {
  readonly epoch: Epoch
  /** Null: the new owner. Else, of an ended session, who has not answered yet. */
  readonly who: Set<PeerId> | null
  /** Another parks the session. */
  readonly entrusted: Entrusted | null
  lookAt: number
}
