// A session's configuration: who runs it, who holds copies, who votes on the next one.
import type { Epoch, PeerId, SessionId } from './ids.ts'

export interface Configuration {
  readonly session: SessionId
  readonly epoch: Epoch
  /** The one node that runs the session; null once it has ended, or is parked. */
  readonly owner: PeerId | null
  /** Hold the state as opaque bytes. */
  readonly backups: readonly PeerId[]
  /** Decide the next configuration; the owner and the backups first, then the witnesses. */
  readonly voters: readonly PeerId[]
  /** The file that the session waits in, on the disk of who wrote it. */
  readonly parked?: string
  /** It ended because an earlier incarnation of the session was found to go on. */
  readonly yielded?: true
}

/** A number for a vote, ordered by round, then peer. The owner's own is ROUND 0. */
export interface Ballot {
  readonly round: number
  readonly peer: PeerId
}
export const BALLOT_ZERO: Ballot = { round: 0, peer: '' as PeerId }

export function compareBallots(a: Ballot, b: Ballot): number {
  return a.round - b.round || (a.peer < b.peer ? -1 : a.peer > b.peer ? 1 : 0)
}

/** Those who hold the session's state. */
export const holders = (c: Configuration): readonly PeerId[] => (c.owner === null ? [] : [c.owner, ...c.backups])
/** Holders and witnesses, each once. */
export const members = (c: Configuration): readonly PeerId[] => [...new Set([...holders(c), ...c.voters])]
