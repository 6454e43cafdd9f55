// What this node knows of every session of the mesh: the highest decided configuration, and what players find it by.
//
// Learning is a join of a semilattice: configurations by epoch, Abouts by (epoch, version), each decided once, so it
// does not matter in which order, how often or from whom a node hears. Two nodes with the same sum know the same.
import { type Configuration, members } from '../../../protocol/configuration.ts'
import type { ClientId, Code, Epoch, PeerId, PlayerId, SessionId, Version } from '../../../protocol/ids.ts'
import { compareIncarnations, incarnationOf } from '../../../protocol/incarnation.ts'
import type { About, MeshMessage } from '../../../protocol/mesh.ts'
import { invariant } from '../invariant.ts'
import { hash } from '../std/hash.ts'

interface Entry {
  config: Configuration | null
  about: About | null
  /** When there was news of it last. */
  toldAt: number
  endedAt: number
}

const DIGEST_ENTRIES = 1000

const later = (a: About, b: About) => a.epoch - b.epoch || a.version - b.version

export class Directory {
  readonly #me: PeerId
  readonly #entries = new Map<SessionId, Entry>()
  readonly #byCode = new Map<Code, Set<SessionId>>()
  readonly #byPlayer = new Map<PlayerId, Set<SessionId>>()
  readonly #byKey = new Map<string, SessionId>()
  /** The incarnations of sessions that had more than one. */
  readonly #incarnations = new Map<SessionId, Set<SessionId>>()
  #sum = 0
  #live = 0

  constructor(me: PeerId) {
    this.#me = me
  }

  config(session: SessionId): Configuration | null {
    return this.#entries.get(session)?.config ?? null
  }

  about(session: SessionId): About | null {
    return this.#entries.get(session)?.about ?? null
  }

  /** Whether the peer has a part in any session known here. */
  names(peer: PeerId): boolean {
    for (const { config } of this.#entries.values()) if (config && members(config).includes(peer)) return true
    return false
  }

  get sum(): number {
    return this.#sum
  }

  /** Sessions that go on, as far as this node knows. */
  get live(): number {
    return this.#live
  }

  get size(): number {
    return this.#entries.size
  }

  /** True where `config` is news. @throws InvariantError where it contradicts what was decided at its epoch [G1]. */
  learn(config: Configuration, now: number): boolean {
    const entry = this.#entry(config.session)
    const known = entry.config
    if (known && known.epoch >= config.epoch) {
      const same = known.epoch > config.epoch || JSON.stringify(known) === JSON.stringify(config)
      invariant(same, config.session, `two configurations at epoch ${config.epoch}`)
      return false
    }
    this.#count(config.session, -1)
    entry.config = config
    if (config.owner === null) entry.endedAt = now
    this.#count(config.session, 1)
    return true
  }

  /** True where `about` is news. */
  learnAbout(about: About, now: number): boolean {
    const entry = this.#entry(about.session)
    if (entry.about && later(entry.about, about) >= 0) return false
    this.#count(about.session, -1)
    this.#index(entry.about, false)
    entry.about = about
    entry.toldAt = now
    this.#index(about, true)
    this.#count(about.session, 1)
    return true
  }

  /** The code may be heard of before who runs the session is, or after, of an incarnation that ended elsewhere: it
   *  counts where somebody runs the session. Of two sessions with one code the lower id keeps it. */
  byCode(code: Code): SessionId | null {
    const live = [...(this.#byCode.get(code) ?? [])].filter(s => (this.config(s)?.owner ?? null) !== null)
    return live.sort()[0] ?? null
  }

  /** A session has the code, or may have it. */
  hasCode(code: Code): boolean {
    return [...(this.#byCode.get(code) ?? [])].some(s => this.config(s)?.owner !== null)
  }

  /** The last of a session's incarnations that are known, but for those that gave way to another, or were parked and
   *  went on in a later one, which may itself have given way; itself where none is. */
  lastIncarnation(session: SessionId): SessionId {
    const { id } = incarnationOf(session)
    if (!this.#incarnations.has(id)) return session
    // One that another would begin is only heard of by who is to hold it, and may never begin.
    const incarnations = this.incarnationsOf(id).filter(incarnation => {
      const config = this.config(incarnation)
      return config && (config.epoch > 0 || config.owner === this.#me)
    })
    const highest = Math.max(...incarnations.map(incarnation => incarnationOf(incarnation).number))
    const wentOn = (incarnation: SessionId) =>
      this.config(incarnation)!.parked !== undefined && incarnationOf(incarnation).number < highest
    const left = incarnations.filter(incarnation => !this.config(incarnation)!.yielded && !wentOn(incarnation))
    return left.sort(compareIncarnations).at(-1) ?? session
  }

  /** Of the session whose first incarnation's name this is: the names of all its incarnations that are known. */
  incarnationsOf(id: SessionId): SessionId[] {
    const later = this.#incarnations.get(id) ?? []
    return this.config(id) ? [id, ...later] : [...later]
  }

  /** Any that more than its maker has heard of. */
  knowsAny(session: SessionId): boolean {
    return this.incarnationsOf(incarnationOf(session).id).some(
      incarnation => (this.config(incarnation)?.epoch ?? 0) > 0,
    )
  }

  byKey(player: PlayerId, key: ClientId): SessionId | null {
    return this.#byKey.get(`${player} ${key}`) ?? null
  }

  /** Sessions that have not ended, in which the player has a seat, and when there was news of each. */
  sessionsOf(player: PlayerId): { readonly about: About; readonly toldAt: number }[] {
    return [...(this.#byPlayer.get(player) ?? [])]
      .filter(s => this.lastIncarnation(s) === s)
      .map(s => this.#entries.get(s)!)
      .filter(({ config }) => config !== null && config.owner !== null)
      .map(({ about, toldAt }) => ({ about: about!, toldAt }))
  }

  /** All that is known, for a peer to compare. */
  digest(ask = false): Extract<MeshMessage, { kind: 'digest' }>[] {
    const all = [...this.#entries]
      .filter(([, e]) => e.config !== null && e.config.epoch > 0 && e.config.owner !== null)
      .map(([s, e]) => [s, e.config!.epoch, (e.about?.version ?? -1) as Version] as const)
    const parts: Extract<MeshMessage, { kind: 'digest' }>[] = []
    for (let i = 0; i === 0 || i < all.length; i += DIGEST_ENTRIES) {
      const last = i + DIGEST_ENTRIES >= all.length
      parts.push({ kind: 'digest', entries: all.slice(i, i + DIGEST_ENTRIES), last, ask })
    }
    return parts
  }

  /** What the sender of a digest knows and we do not, and what we know better. Confirmed versions grow with the epochs,
   *  so of an About the version alone tells which is newer. */
  compare(entries: readonly (readonly [SessionId, Epoch, Version])[]): { want: SessionId[]; tell: SessionId[] } {
    const want: SessionId[] = []
    const tell: SessionId[] = []
    for (const [session, epoch, version] of entries) {
      const entry = this.#entries.get(session)
      const mine = entry?.config?.epoch ?? -1
      const told = entry?.about?.version ?? -1
      if (epoch > mine || version > told) want.push(session)
      if (epoch < mine || version < told) tell.push(session)
    }
    return { want, tell }
  }

  /** Answers to `want`: the configuration, and what is told about the session. */
  tell(session: SessionId): MeshMessage[] {
    const entry = this.#entries.get(session)
    if (!entry?.config || entry.config.epoch === 0) return []
    const about: MeshMessage[] = entry.about ? [{ kind: 'about', about: entry.about }] : []
    return [{ kind: 'decided', config: entry.config }, ...about]
  }

  /** Never backed up, never acknowledged: as if it had not been. */
  drop(session: SessionId): void {
    this.#count(session, -1)
    this.#index(this.about(session), false)
    this.#entries.delete(session)
    const { id } = incarnationOf(session)
    if (id !== session) toggle(this.#incarnations, id, session, false)
  }

  /** Drops what ended before `before`; of sessions that `keep` names, only what players found them by. */
  forget(before: number, keep: (session: SessionId, endedAt: number) => boolean): void {
    for (const [session, e] of this.#entries) {
      if (e.config?.owner !== null || e.endedAt >= before) continue
      if (!keep(session, e.endedAt)) this.drop(session)
      else if (e.about) {
        this.#index(e.about, false)
        e.about = null
      }
    }
  }

  #entry(session: SessionId): Entry {
    let entry = this.#entries.get(session)
    if (!entry) {
      entry = { config: null, about: null, toldAt: 0, endedAt: 0 }
      this.#entries.set(session, entry)
      const { id } = incarnationOf(session)
      if (id !== session) toggle(this.#incarnations, id, session, true)
    }
    return entry
  }

  /** Ended sessions, and those that are not decided yet, do not count: nodes forget them at different times. */
  #count(session: SessionId, sign: number): void {
    const entry = this.#entries.get(session)
    if (!entry?.config || entry.config.owner === null || entry.config.epoch === 0) return
    const term = hash(`${session} ${entry.config.epoch} ${entry.about?.version ?? -1}`)
    this.#sum = (this.#sum + sign * term) >>> 0
    this.#live += sign
  }

  #index(about: About | null, add: boolean): void {
    if (!about) return
    toggle(this.#byCode, about.code, about.session, add)
    for (const { player } of about.players) toggle(this.#byPlayer, player, about.session, add)
    const key = `${about.maker} ${about.key}`
    if (add) this.#byKey.set(key, about.session)
    else if (this.#byKey.get(key) === about.session) this.#byKey.delete(key)
  }
}

function toggle<K>(index: Map<K, Set<SessionId>>, key: K, session: SessionId, add: boolean): void {
  const set = index.get(key) ?? new Set()
  if (add) set.add(session)
  else set.delete(session)
  if (set.size > 0) index.set(key, set)
  else index.delete(key)
}
