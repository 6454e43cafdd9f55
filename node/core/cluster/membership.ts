// Who else is there, and how each of them is. There is nothing to agree on: every node has its own opinion, and no
// opinion decides anything but who is asked first and how long one waits [G5]. Only *seen dead* counts in a quorum
// [E6], and it comes from outside: a refused address or the peer's own bye.
//
// A peer that was never connected and is only heard of, by gossip, can't be seen dead: there is no connection that
// could break. It is forgotten when its statuses stop. That is no guess about its incarnation: who is forgotten is as
// one never met, suspected and in no quorum dead, and its next status makes it known again. Only where a session begins
// does it matter whether anybody else may be out there [E9]; one that began meanwhile is backed up when the peer comes.
// Whom a configuration names is not forgotten: that it drains still counts there.
import type { PeerId, SessionId } from '../../../protocol/ids.ts'
import type { Status } from '../../../protocol/mesh.ts'

export interface Peer {
  readonly peer: PeerId
  connected: boolean
  /** Where it was reached, or says that it listens; null: unknown. */
  address: string | null
  /** It was connected once, so its death may be seen. */
  met: boolean
  /** When it last answered a ping, on this node's clock. */
  heardAt: number
  status: Status | null
  /** When that came, on this node's clock. */
  toldAt: number
  /** It will never answer again. */
  dead: boolean
  /** Since when that is known, on this node's clock. */
  deadAt: number
  /** It has said so itself. */
  left: boolean
  suspected: boolean
  /** It has told us all it knows. */
  digested: boolean
}

/** Ten statuses in a row that did not come. */
const UNMET_SILENT_MS = 10_000

export class Membership {
  readonly #me: PeerId
  readonly #suspectAfterMs: number
  readonly #peers = new Map<PeerId, Peer>()
  /** The candidates, until time or news may change them: every session of a drain asks for them. */
  #candidates: Peer[] | null = null
  #now = 0

  constructor(me: PeerId, suspectAfterMs: number) {
    this.#me = me
    this.#suspectAfterMs = suspectAfterMs
  }

  /** Time as of the present event. */
  at(now: number): void {
    if (now !== this.#now) this.#candidates = null
    this.#now = now
  }

  /** For a change. */
  #entry(peer: PeerId): Peer {
    this.#candidates = null
    let p = this.#peers.get(peer)
    if (!p) {
      const now = { heardAt: this.#now, toldAt: this.#now }
      const not = {
        connected: false,
        address: null,
        met: false,
        dead: false,
        deadAt: 0,
        left: false,
        suspected: false,
        digested: false,
      }
      p = { peer, status: null, ...now, ...not }
      this.#peers.set(peer, p)
    }
    return p
  }

  connected(peer: PeerId, address: string | null = null): void {
    const p = this.#entry(peer)
    p.connected = true
    p.address = address
    p.met = true
    p.heardAt = this.#now
    p.suspected = false
  }

  disconnected(peer: PeerId): void {
    this.#entry(peer).connected = false
  }

  died(peer: PeerId): boolean {
    const p = this.#entry(peer)
    const news = !p.dead
    if (news) p.deadAt = this.#now
    p.dead = true
    p.connected = false
    return news
  }

  /** For people: its death is no accident. */
  saidBye(peer: PeerId): void {
    this.#entry(peer).left = true
  }

  heard(peer: PeerId): void {
    const p = this.#entry(peer)
    p.heardAt = this.#now
    p.suspected = false
  }

  /** False where a later status of the peer is known. */
  learn(status: Status): boolean {
    if (status.peer === this.#me) return false
    const p = this.#entry(status.peer)
    if (p.status && p.status.beat >= status.beat) return false
    p.status = status
    p.toldAt = this.#now
    return true
  }

  digested(peer: PeerId): void {
    this.#entry(peer).digested = true
  }

  /** This process itself stood still for `ms`: the others' silence in that time was not theirs. */
  slept(ms: number): void {
    this.#candidates = null
    for (const p of this.#peers.values()) {
      p.heardAt += ms
      p.toldAt += ms
    }
  }

  /** Peers that fell silent since the last call. */
  newlySuspected(): Peer[] {
    const found = this.all().filter(p => !p.suspected && !p.dead && this.silentMs(p.peer) >= this.#suspectAfterMs)
    for (const p of found) p.suspected = true
    return found
  }

  /** Peers that were only heard of, and are no more. */
  unmet(): PeerId[] {
    const silent = (p: Peer) => !p.met && !p.dead && this.#now - p.toldAt >= UNMET_SILENT_MS
    return this.all().flatMap(p => (silent(p) ? [p.peer] : []))
  }

  forget(peer: PeerId): void {
    this.#candidates = null
    this.#peers.delete(peer)
  }

  get(peer: PeerId): Peer | undefined {
    return this.#peers.get(peer)
  }

  /** Every peer that is known, by id. */
  all(): Peer[] {
    return [...this.#peers.values()].sort((a, b) => (a.peer < b.peer ? -1 : 1))
  }

  silentMs(peer: PeerId): number {
    const p = this.#peers.get(peer)
    return p ? this.#now - p.heardAt : Number.POSITIVE_INFINITY
  }

  /** `as`: in a session, of which it may have said goodbye by itself (fence.ts). The same of all that follow. */
  seenDead(peer: PeerId, as?: SessionId): boolean {
    const p = this.#peers.get(peer)
    return p?.dead === true || (as !== undefined && p?.status?.fenced?.includes(as) === true)
  }

  /** Dead, silent for too long, or never met. */
  suspects(peer: PeerId, as?: SessionId): boolean {
    if (peer === this.#me) return false
    return this.seenDead(peer, as) || this.silentMs(peer) >= this.#suspectAfterMs
  }

  /** A backup so silent that another had better take its place [E7]: sooner than suspicion, since it costs no
   *  takeover. */
  late(peer: PeerId, as?: SessionId): boolean {
    return peer !== this.#me && (this.seenDead(peer, as) || this.silentMs(peer) >= this.#suspectAfterMs / 2)
  }

  draining(peer: PeerId): boolean {
    return this.#peers.get(peer)?.status?.draining === true
  }

  /** Will not stay: draining, or dead. */
  leaving(peer: PeerId, as?: SessionId): boolean {
    return peer !== this.#me && (this.draining(peer) || this.seenDead(peer, as))
  }

  /** Peers that may be given something: connected, answering, staying. By id. */
  candidates(as?: SessionId): readonly Peer[] {
    this.#candidates ??= this.all().filter(
      p => p.connected && p.status && !p.dead && !p.status.draining && !this.late(p.peer),
    )
    return as === undefined ? this.#candidates : this.#candidates.filter(p => !this.seenDead(p.peer, as))
  }

  /** Besides this node and that one somebody may be out there: not reached perhaps, but not known to be gone. */
  notAlone(but: PeerId): boolean {
    return this.all().some(({ peer }) => peer !== but && !this.leaving(peer))
  }
}
