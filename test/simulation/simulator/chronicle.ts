// What is known of the world so far, for checkers: configurations, states, confirmations, lifetimes of nodes. It
// records and never judges: of two things that contradict each other it keeps the first, and a checker finds the
// second.

import type { SessionState } from '../../../node/core/session/state.ts'
import type { Configuration } from '../../../protocol/configuration.ts'
import type { Epoch, PeerId, PlayerId, Seat, SessionId, Version } from '../../../protocol/ids.ts'
import { incarnationOf } from '../../../protocol/incarnation.ts'
import type { MeshMessage } from '../../../protocol/mesh.ts'
import type { Sighting } from './sighting.ts'

export interface Lifetime {
  readonly slot: string
  readonly release: string
  draining: boolean
  /** How it ended; null while it lives. */
  end: 'exited' | 'gave-up' | 'seen' | 'silent' | null
}

interface Vote {
  readonly next: Configuration
  readonly by: Set<PeerId>
}

export class Story {
  readonly id: SessionId
  readonly configs = new Map<Epoch, Configuration>()
  /** The highest epoch decided, as far as anybody has said. */
  top: Configuration | null = null
  /** Of each epoch: what its owner ran, by version. */
  readonly states = new Map<Epoch, Map<Version, SessionState>>()
  /** Of each epoch: the highest version that its owner was told each backup holds. */
  readonly confirms = new Map<Epoch, Map<PeerId, Version>>()

  /** Of each epoch and player: the session's version that each number of the seat's is of, in the order of the
   *  numbers. */
  readonly told = new Map<string, Map<Version, Version>>()

  /** Epochs whose owner has no part in it any more. */
  readonly parted = new Set<Epoch>()
  /** Of each epoch, by ballot: what was voted on. */
  readonly votes = new Map<Epoch, Map<string, Vote>>()

  constructor(id: SessionId) {
    this.id = id
  }

  /** `top`, or what most of its voters have accepted since: who knows may die, or leave, before anybody says so. */
  newest(): Configuration | null {
    const { top, votes } = this
    if (!top) return null
    const ballots = [...(votes.get(top.epoch)?.values() ?? [])]
    const decided = ballots.find(({ by }) => top.voters.filter(v => by.has(v)).length * 2 > top.voters.length)
    return decided?.next ?? top
  }

  /** What was run as (epoch, version). An owner that goes on into its next epoch says there what it had made in the one
   *  before; and where it did so at once, what it made last is only seen as the next one's beginning. */
  state(epoch: Epoch, version: Version): SessionState | undefined {
    const owner = this.configs.get(epoch)?.owner
    if (owner === undefined) return undefined
    for (let e = epoch; this.configs.get(e)?.owner === owner; e = (e - 1) as Epoch) {
      const found = this.states.get(e)?.get(version)
      if (found) return found
      if (e === 0) break
    }
    for (let e = (epoch + 1) as Epoch; this.configs.get(e)?.owner === owner; e = (e + 1) as Epoch) {
      const [start] = this.states.get(e) ?? []
      if (start) return start[0] === version ? start[1] : undefined
    }
    return undefined
  }

  toldTo(epoch: Epoch, player: PlayerId): Map<Version, Version> {
    const key = `${epoch} ${player}`
    const found = this.told.get(key) ?? new Map<Version, Version>()
    this.told.set(key, found)
    return found
  }

  /** Without backups a version is confirmed as soon as it is made, so a node may make several in one turn; only the
   *  last is seen, and none where it ends the session, or gives it away, in that turn. */
  isBetween(epoch: Epoch, version: Version): boolean {
    if (this.configs.get(epoch)?.backups.length !== 0 || this.states.get(epoch)?.has(version)) return false
    if (this.parted.has(epoch)) return true
    for (const later of this.states.get(epoch)?.keys() ?? []) if (later > version) return true
    return false
  }

  /** As `isBetween`, of a seat's numbers. With backups too, the next epoch may begin in the turn in which the owner
   *  confirms: then the last number of the epoch before is told, and not seen. */
  isBetweenNumbers(epoch: Epoch, number: Version, told: ReadonlyMap<Version, Version>): boolean {
    const isOver = this.parted.has(epoch) || this.configs.has((epoch + 1) as Epoch)
    const isNewest = ![...told.keys()].some(later => later > number)
    return this.configs.get(epoch)?.backups.length === 0 ? isOver || !isNewest : isOver && isNewest
  }
}

export const seatIn = (state: SessionState, player: PlayerId): Seat =>
  state.seats.findIndex(s => s.player === player) as Seat

/** The configuration that a message's sender takes for decided. */
export function decidedIn(message: MeshMessage): Configuration | null {
  if (message.kind === 'confirm') return message.begun?.config ?? null
  return 'config' in message ? message.config : null
}

export class Chronicle {
  readonly stories = new Map<SessionId, Story>()
  readonly lifetimes = new Map<PeerId, Lifetime>()
  /** First names of sessions that somebody could not load. */
  readonly unreadable = new Set<SessionId>()

  story(id: SessionId): Story {
    let story = this.stories.get(id)
    if (!story) {
      story = new Story(id)
      this.stories.set(id, story)
    }
    return story
  }

  see(s: Sighting): void {
    switch (s.kind) {
      case 'sent': {
        const config = decidedIn(s.message)
        if (config) this.#decided(config)
        this.#voted(s.from, s.message)
        return
      }
      case 'received':
        if (s.message.kind === 'confirm') this.#confirmed(s.from, s.by, s.message)
        return
      case 'runs': {
        this.#decided(s.config)
        const { states } = this.story(s.config.session)
        const ofEpoch = states.get(s.config.epoch) ?? new Map<Version, SessionState>()
        states.set(s.config.epoch, ofEpoch)
        if (!ofEpoch.has(s.version)) ofEpoch.set(s.version, s.state)
        return
      }
      case 'holds':
        this.#decided(s.config)
        return
      case 'vouches': {
        const told = this.story(s.session).toldTo(s.epoch, s.player)
        if (!told.has(s.version)) told.set(s.version, s.of)
        return
      }
      case 'parted': {
        const story = this.story(s.session)
        if (story.configs.get(s.epoch)?.owner === s.peer) story.parted.add(s.epoch)
        return
      }
      case 'note':
        if (s.note.name === 'quarantined') this.unreadable.add(incarnationOf(s.note.session).id)
        return
      case 'born':
        this.lifetimes.set(s.peer, { slot: s.slot, release: s.release, draining: false, end: null })
        return
      case 'draining':
        this.#lifetime(s.peer).draining = !s.cancelled
        return
      case 'exited':
        this.#lifetime(s.peer).end = s.ok ? 'exited' : 'gave-up'
        return
      case 'died':
        this.#lifetime(s.peer).end ??= s.seen ? 'seen' : 'silent'
        return
      default:
        return
    }
  }

  #lifetime(peer: PeerId): Lifetime {
    const lifetime = this.lifetimes.get(peer) ?? { slot: '', release: '', draining: false, end: null }
    this.lifetimes.set(peer, lifetime)
    return lifetime
  }

  #decided(config: Configuration): void {
    const story = this.story(config.session)
    if (!story.configs.has(config.epoch)) story.configs.set(config.epoch, config)
    if (!story.top || story.top.epoch < config.epoch) story.top = config
  }

  /** Who asks for a vote has given it its own [E4]. */
  #voted(from: PeerId, message: MeshMessage): void {
    if (message.kind !== 'accept' && message.kind !== 'accepted') return
    const { session, epoch } = message.kind === 'accept' ? message.config : message
    const { votes } = this.story(session)
    const ballots = votes.get(epoch) ?? new Map<string, Vote>()
    votes.set(epoch, ballots)
    const ballot = `${message.ballot.round} ${message.ballot.peer}`
    if (message.kind === 'accept' && !ballots.has(ballot)) ballots.set(ballot, { next: message.next, by: new Set() })
    ballots.get(ballot)?.by.add(from)
  }

  #confirmed(from: PeerId, by: PeerId, message: Extract<MeshMessage, { kind: 'confirm' }>): void {
    const story = this.story(message.session)
    if (story.configs.get(message.epoch)?.owner !== by) return
    const ofEpoch = story.confirms.get(message.epoch) ?? new Map<PeerId, Version>()
    story.confirms.set(message.epoch, ofEpoch)
    if ((ofEpoch.get(from) ?? -1) < message.version) ofEpoch.set(from, message.version)
  }
}
