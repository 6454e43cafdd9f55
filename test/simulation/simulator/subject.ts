// What the simulator needs of a node, apart from events in and effects out: a way to look inside without changing
// anything.

import type { Effect } from '../../../node/core/effect.ts'
import type { Event } from '../../../node/core/event.ts'
import type { Game } from '../../../node/core/game.ts'
import type { SessionState } from '../../../node/core/session/state.ts'
import type { Settings } from '../../../node/core/settings.ts'
import type { Configuration } from '../../../protocol/configuration.ts'
import type { PlayerId, SessionId, Version } from '../../../protocol/ids.ts'
import type { Snapshot } from '../../../protocol/mesh.ts'

/** What a seat was last told, or could have been: its number, and the version of the session that this is of. */
export interface Told {
  readonly player: PlayerId
  readonly version: Version
  readonly of: Version
}

/** A node's part in one session. */
export interface Part {
  readonly config: Configuration
  readonly role: 'owner' | 'backup' | 'witness'
  /** Of an owner: it applies nothing until the next epoch. */
  readonly sealed: boolean
  /** Of an owner: number of `state`. Of a backup: the last received at this epoch, -1 before the first. */
  readonly version: Version
  /** Of an owner: the last version that every backup has confirmed at this epoch, -1 before the first. */
  readonly confirmed: Version
  /** Of an owner: the session as of `version`. */
  readonly state: SessionState | null
  /** Of an owner, at this epoch. */
  readonly told: readonly Told[]
  /** Of an owner: what the session's clock has left; null where it stands. */
  readonly clockMs: number | null
  /** Of a backup: what it holds. */
  readonly bytes: Snapshot | null
}

export interface Subject {
  handle(event: Event, now: number): readonly Effect[]
  /** It could take over sessions: what a health check tells. */
  ready(now: number): boolean
  /** How many sessions go on, as far as it knows. */
  sessions(): number
  /** Sessions that this node is a member of. */
  parts(): readonly Part[]
  /** Sessions that keep this node from leaving, besides those: what it answered there is not resolved [E8]. */
  awaits(): readonly SessionId[]
  /** Stops a session here, as a bug of ours in it does. */
  fence(session: SessionId): void
  /** Sessions that are stopped here. */
  fenced(): ReadonlySet<SessionId>
  /** The highest configuration of the session that this node knows to be decided. */
  known(session: SessionId): Configuration | null
}

export type MakeSubject = (settings: Settings, game: Game) => Subject
