// What one node keeps of one session: its part in the session's present configuration, and what it holds for the next
// one. In memory only. Loss of it is a crash, which the other voters outlive [G4].
import { BALLOT_ZERO, type Ballot, type Configuration } from '../../../protocol/configuration.ts'
import type { Epoch, PeerId, SessionId, Version } from '../../../protocol/ids.ts'
import type { FoundFile } from '../effect.ts'
import type { Copy, Final } from '../session/copy.ts'
import type { Running } from '../session/running.ts'
import type { Loaded } from '../session/state.ts'

/** State held for the configuration after `epoch` [E3]. */
export interface Held {
  readonly epoch: Epoch
  readonly ballot: Ballot
  /** Null: the owner's own, still in its `running`; or an offer without bytes. */
  readonly copy: Copy | null
  /** The session was sealed at it. Of what is only offered the owner may apply more. */
  readonly sealed: boolean
  /** It came as an offer, which may be claimed. */
  readonly offered: boolean
  /** The sender may count on it: it was answered by `held` or `claim`. */
  readonly answered: boolean
  /** The copy, decoded to see whether it can be: kept for the moment this node becomes the owner. */
  readonly loaded: Loaded | null
  /** When it came. */
  readonly at: number
}

/** A node's own attempt to decide the next configuration. */
export interface Proposal {
  readonly ballot: Ballot
  /** sealed: nobody chosen yet. prepare: asking for promises. hold: waiting for holders. accept: the ballot is used. */
  phase: 'sealed' | 'prepare' | 'hold' | 'accept'
  next: Configuration | null
  readonly promises: Set<PeerId>
  readonly accepts: Set<PeerId>
  readonly holds: Set<PeerId>
  /** Of those, who has loaded the state: only they may be the next owner. */
  readonly canLoad: Set<PeerId>
  /** Of the promises: the accepted value of the highest ballot. */
  best: Accepted | null
}

/** What a session's owner, while it goes on with it, has heard of those who might hold it next. */
export interface Offered {
  /** Then it is sealed and given to whoever is there. */
  until: number
  /** Who claimed it first. */
  nextOwner: PeerId | null
  /** `able`: has loaded it. */
  readonly has: Map<PeerId, { readonly version: Version; readonly canLoad: boolean }>
}

export interface Accepted {
  readonly ballot: Ballot
  readonly next: Configuration
}

/** One voter's, backup's or owner's record of one session at one epoch. */
export interface Member {
  readonly config: Configuration
  /** Of a backup: what it holds; inherited from the epoch before until something is received at this one. */
  copy: Copy | null
  /** Last version received at this epoch, -1 before the first: what `confirm` says. */
  received: number
  /** Of the state that the epoch began with here, the ballot whose proposer had it. */
  readonly begun: Ballot
  promised: Ballot
  accepted: Accepted | null
  proposal: Proposal | null
  /** At the owner, while it runs the session. */
  readonly running: Running | null
  /** Peers that said they cannot load this session, and the schema of the bytes that they were given; null: of any. */
  readonly cannotLoad: Map<PeerId, number | null>
  /** `copy`, or what is held, as it would be handed on in the schema that was asked for. */
  rewritten: { readonly of: Copy; readonly asked: number; readonly final: Final } | null
  /** When the session is worth another look, on this node's clock. */
  lookAt: number
  /** How often the same thing was sent again: each time with more patience. */
  repeats: number
  /** When this node noticed that somebody has to take over; -1: nothing noticed. */
  noticedAt: number
  /** Since when no majority of the voters is heard; -1: one is. */
  stuckAt: number
}

/** A configuration that was decided, and what it is for this node. */
export interface Decision {
  readonly config: Configuration
  /** As this node knew it before. */
  readonly before: Configuration | null
  /** Its part in that. */
  readonly old: Member | null
  /** It had a part, or had answered a hold, and has no part any more. */
  readonly leaves: boolean
}

export function newMember(
  config: Configuration,
  copy: Copy | null,
  running: Running | null,
  begun = BALLOT_ZERO,
): Member {
  return {
    config,
    copy,
    received: -1,
    begun,
    promised: BALLOT_ZERO,
    accepted: null,
    proposal: null,
    running,
    cannotLoad: new Map(),
    rewritten: null,
    lookAt: 0,
    repeats: 0,
    noticedAt: -1,
    stuckAt: -1,
  }
}

/** Nothing promised or accepted: the owner may still act by ballot 0, and a backup still confirms. */
export const isUncontested = (m: Member): boolean => m.promised.round === 0 && m.accepted === null

/** A session that is sealed for so long is waiting for a peer, not for its turn. */
const STUCK_MS = 1_000

/** All sessions of a node. */
export class Store {
  readonly members = new Map<SessionId, Member>()
  /** Sessions this node runs. */
  readonly running = new Set<SessionId>()
  readonly held = new Map<SessionId, Held>()
  /** Had a part in, and who else was named with it: forgotten late, or a session could live again after its end
   *  (forget.ts). */
  readonly tookPart = new Map<SessionId, Set<PeerId>>()
  /** Highest round seen in a nack. */
  readonly rounds = new Map<SessionId, number>()
  /** This node has begun a next incarnation of, without a quorum. */
  readonly forced = new Set<SessionId>()
  /** Sessions that this node would take over, had anybody room for them. */
  readonly putOff = new Set<SessionId>()
  /** Stopped by a broken invariant. */
  readonly fenced = new Set<SessionId>()
  /** Sessions to look at before this turn ends. */
  readonly due = new Set<SessionId>()
  /** Sessions to look at again when their time comes: something is under way, or to be repeated. */
  readonly scheduled = new Set<SessionId>()
  /** Sessions that wait for a place in the window of those that are sealed at one time. */
  readonly queue = new Set<SessionId>()
  /** Sessions that this node will take over when others have been (takeovers.ts). */
  readonly takeoverQueue = new Set<SessionId>()
  /** Sessions that came here by a move, which not everybody has been told yet. */
  readonly untold = new Set<SessionId>()
  /** Moves begun here whose new owner has not answered yet. */
  readonly leaving = new Map<SessionId, { readonly epoch: Epoch; readonly to: PeerId; readonly sealedAt: number }>()
  /** Sessions that this node, as owner, has offered and not sealed: the oldest first. */
  readonly offers = new Map<SessionId, Offered>()
  /** Sessions that this node, as owner, has sealed, and when: the oldest first. */
  readonly sealed = new Map<SessionId, number>()

  /** Takeovers that this node has begun, and when: the oldest first. */
  readonly takeovers = new Map<SessionId, number>()

  /** Lives that this node would begin, and the files that they begin from. */
  unbegun(): (readonly [SessionId, FoundFile])[] {
    return [...this.running].flatMap(session => {
      const { file, epoch } = this.members.get(session)!.running!
      return file && epoch === 0 ? [[session, file] as const] : []
    })
  }

  knows(session: SessionId): boolean {
    return this.members.has(session) || this.held.has(session)
  }

  /** As if this node had no part in it. */
  leave(session: SessionId): void {
    const waiting = [this.due, this.scheduled, this.queue, this.takeoverQueue]
    const sets = [...waiting, this.running, this.offers, this.sealed, this.takeovers]
    for (const set of [...sets, this.members, this.held]) set.delete(session)
  }

  /** Offered and sealed sessions that are on their way. */
  moving(now: number): number {
    return this.offers.size + young(this.sealed, now)
  }

  /** Takeovers that are on their way. */
  takingOver(now: number): number {
    return young(this.takeovers, now)
  }
}

/** What was begun long ago may have no quorum, and must not hold up the others. */
function young(begun: ReadonlyMap<SessionId, number>, now: number): number {
  let stuck = 0
  for (const at of begun.values()) {
    if (now - at < STUCK_MS) break
    stuck++
  }
  return begun.size - stuck
}
