// A session while this node runs it: the state, the versions on their way to the backups, who watches, the clock.
//
// [E1] `confirmed` is the last state that every backup of this epoch has confirmed at this epoch; answers wait in
// `pending` until their version is. It starts empty in every epoch, for what was inherited counts as unconfirmed until
// then: a node that missed the next epoch can no longer reach all its backups, so it acknowledges nothing more, and
// needs no lease or clock for that. This module knows no sockets and sends nothing; owner.ts does.
import type { ClientId, Epoch, PeerId, Seat, SessionId, Version } from '../../../protocol/ids.ts'
import type { Origin } from '../../../protocol/mesh.ts'
import type { PlayerInput, ToPlayer } from '../../../protocol/player.ts'
import type { FoundFile } from '../effect.ts'
import type { Game } from '../game.ts'
import { invariant } from '../invariant.ts'
import type { Written } from './copy.ts'
import { flawInSeats } from './seats.ts'
import { type Applied, type Loaded, type SessionState, saveSession } from './state.ts'
import type { Telling } from './told.ts'

/** What a player is told once a version is confirmed. Which place in the seat's history that is shows only then. */
export interface Answer {
  readonly origin: Origin
  readonly message: Unplaced
}
type Unplaced =
  | Exclude<ToPlayer, { kind: 'ack' | 'welcome' }>
  | Omit<Extract<ToPlayer, { kind: 'ack' }>, 'epoch' | 'version'>
  | { readonly kind: 'welcome'; readonly client: ClientId }

/** A socket that is told of the session. */
interface Watcher {
  readonly origin: Origin
  readonly seat: Seat
  readonly client: ClientId
  /** Of the last update, `viewed` (telling.ts); -1 where it is to be shown one in any case. */
  shown: number
  /** Was told that its view fails. */
  fails: boolean
}

interface Pending {
  readonly version: Version
  readonly state: SessionState
  /** As `clockSet`. */
  readonly clockSet: number
  readonly answers: readonly Answer[]
}

/** Something that was done to the session: how it is done again, and what is done instead where the game cannot write
 *  what comes of it. */
export interface Deed {
  again(): void
  refuse(): void
}

/** Of a change: who is told what once it is confirmed, and what was done. */
export interface Done {
  readonly answer: Answer
  readonly deed: Deed
}

/** A version that the game can write in that schema, whether it has been or not. */
export type Writable = Omit<Written, 'bytes'>

/** How far a turn has come. */
interface Mark {
  readonly state: SessionState
  readonly clockAt: number | null
  readonly dirty: boolean
  readonly answers: readonly Answer[]
  readonly deeds: readonly Deed[]
}

export interface Input {
  readonly origin: Origin
  readonly input: PlayerInput | { readonly kind: 'attach' }
}

/** Inputs kept while a session is sealed: whole windows of a few seats. What is over is sent again by its client. */
const WAITING_MAX = 512

export class Running {
  readonly session: SessionId
  readonly epoch: Epoch
  state: SessionState
  /** Of `state`, once flushed. */
  version: Version
  /** Changed since `version`. */
  dirty = false
  /** Answers of the changes since `version`. */
  answers: readonly Answer[] = []
  /** What was done since `version`. */
  deeds: readonly Deed[] = []
  #begun: Mark
  pending: Pending[] = []
  confirmed: SessionState | null = null
  confirmedVersion = -1 as Version
  /** As `clockSet`, of the confirmed state. */
  confirmedClock = 0
  /** What each seat was last told, or could have been. */
  readonly tellings = new Map<Seat, Telling>()
  /** What each backup has confirmed at this epoch. */
  readonly confirms = new Map<PeerId, Version>()
  /** The last bytes sent to the backups, to send the next as a difference. */
  sent: Written | null = null
  /** The newest version that was made here. */
  writable: Writable | null = null
  /** What it began with at this epoch, as it came: passed on to the backups, so that nothing is encoded while players
   *  wait. */
  inherited: Written | null
  /** The same, in whatever bytes there were: for where the game cannot write it once more. */
  readonly spare: Written | null
  /** The file that its incarnation begins from, until it has begun. */
  file: FoundFile | null = null
  /** What the epoch began in. */
  readonly schema: number | null
  readonly watchers = new Map<string, Watcher>()
  /** Seats whose players no socket shows, and since when. */
  readonly goneSince = new Map<Seat, number>()
  /** Inputs that can't be answered yet: sealed, or about something unconfirmed. */
  waiting: Input[] = []
  /** The newest confirmed state is still to be shown. */
  unshown = false
  /** When the clock runs out, or null. */
  clockAt: number | null
  /** How often the clock was wound: tells timers of the present one from older ones. */
  clockSet = 0
  sealedAt: number | null = null
  /** The state that was offered or sealed, encoded once for each version and schema it is asked for in. */
  final: Written | null = null
  /** The schema that `final` was asked for in. */
  finalAsked: number | null = null
  /** When a player last did something here. */
  activeAt: number
  /** When the oldest pending version was sent. */
  waitingSince = 0
  /** Versions whose confirmation proves to another incarnation that this one goes on. */
  proofs: { readonly version: number; readonly to: PeerId; readonly incarnation: SessionId }[] = []
  /** Players were told that the session waits, and of nothing newer since. */
  toldPaused = false

  constructor(at: {
    readonly session: SessionId
    readonly epoch: Epoch
    readonly version: Version
    readonly loaded: Loaded
    readonly inherited?: Written | null
    readonly spare?: Written | null
    readonly now: number
  }) {
    this.session = at.session
    this.epoch = at.epoch
    this.version = at.version
    this.inherited = at.inherited ?? null
    this.spare = at.spare ?? at.inherited ?? null
    this.schema = at.inherited?.schema ?? null
    this.state = at.loaded.state
    this.clockAt = at.loaded.clockMs === null ? null : at.now + at.loaded.clockMs
    this.activeAt = at.now - (at.loaded.idleMs ?? 0)
    this.pending = [{ version: at.version, state: at.loaded.state, clockSet: 0, answers: [] }]
    this.waitingSince = at.now
    this.#begun = this.mark()
  }

  /** A change that is not yet a version of its own. */
  apply(applied: Applied, now: number, { answer, deed }: Partial<Done> = {}): void {
    invariant(this.sealedAt === null, this.session, `something is applied at version ${this.version}, sealed [E2]`)
    const flaw = flawInSeats(this.state.seats, applied.state.seats)
    invariant(flaw === null, this.session, `after version ${this.version} ${flaw} [G2]`)
    this.state = applied.state
    this.dirty = true
    if (answer) this.answers = [...this.answers, answer]
    if (deed) this.deeds = [...this.deeds, deed]
    if (applied.clockMs !== undefined) {
      this.clockAt = applied.clockMs === null ? null : now + applied.clockMs
      this.clockSet++
    }
  }

  mark(): Mark {
    const { state, clockAt, dirty, answers, deeds } = this
    return { state, clockAt, dirty, answers, deeds }
  }

  /** As it was then, with what time is left on its clock. */
  backTo(mark: Mark): void {
    const { clockAt } = this
    Object.assign(this, mark)
    if (clockAt !== mark.clockAt) this.clockSet++
  }

  /** As it was when the turn began. */
  undo(): void {
    this.backTo(this.#begun)
  }

  /** The clock rings again then. */
  wind(at: number): void {
    this.clockAt = at
    this.clockSet++
  }

  /** Makes the changes of this turn a version. False where there were none. */
  endTurn(now: number): boolean {
    if (!this.dirty) return false
    this.version = (this.version + 1) as Version
    if (this.pending.length === 0) this.waitingSince = now
    this.pending.push({ version: this.version, state: this.state, clockSet: this.clockSet, answers: this.answers })
    this.answers = []
    this.deeds = []
    this.dirty = false
    this.#begun = this.mark()
    return true
  }

  /** Everything up to `version` is confirmed by all backups. Gives what may now be said. */
  confirm(version: Version, now: number): Answer[] {
    const said: Answer[] = []
    while (this.pending.length > 0 && this.pending[0]!.version <= version) {
      const { state, answers, version: reached, clockSet } = this.pending.shift()!
      invariant(reached > this.confirmedVersion, this.session, `version ${reached} is confirmed again [E1]`)
      this.confirmed = state
      this.confirmedVersion = reached
      this.confirmedClock = clockSet
      this.unshown = true
      said.push(...answers)
    }
    if (said.length > 0 || this.unshown) {
      this.waitingSince = now
      this.toldPaused = false
    }
    return said
  }

  /** [E2] From here on nothing is applied; the clock stands. */
  seal(now: number): void {
    if (this.sealedAt !== null) return
    this.sealedAt = now
    if (this.clockAt !== null) this.clockAt -= now
  }

  /** Milliseconds the clock has left, or null. */
  remainingMs(now: number): number | null {
    if (this.clockAt === null) return null
    return Math.max(0, this.sealedAt === null ? this.clockAt - now : this.clockAt)
  }

  wait(input: Input): void {
    if (this.waiting.length < WAITING_MAX) this.waiting.push(input)
  }

  takeWaiting(): Input[] {
    const waiting = this.waiting
    this.waiting = []
    return waiting
  }

  loaded(now: number): Loaded {
    return { state: this.state, clockMs: this.remainingMs(now), idleMs: now - this.activeAt }
  }

  /** For the first append of this epoch, in the turn in which it begins: later the clock's remaining time is
   *  another. */
  takeInherited(schema: number): Written | null {
    const { inherited } = this
    this.inherited = null
    return inherited?.version === this.version && inherited.schema === schema ? inherited : null
  }

  /** @throws GameError */
  copy(game: Game, schema: number, now: number, version = this.version): Written {
    return { version, schema, bytes: saveSession(this.loaded(now), game, schema) }
  }

  /** The present version as it was written before, in whatever schema. */
  get written(): Written | null {
    return [this.sent, this.final, this.inherited, this.spare].find(w => w?.version === this.version) ?? null
  }

  /** The same, or written now as it was seen that it can be: a pure `save` gives then what it gives now.
   *  @throws GameError of one that is not */
  known(game: Game, now: number): Written | null {
    const { written, writable } = this
    return written ?? (writable?.version === this.version ? this.copy(game, writable.schema, now) : null)
  }
}

/** The same session, still run by this node, at its next epoch: what was confirmed counts as unconfirmed again [E1]. */
export function runOn(before: Running, epoch: Epoch, now: number): Running {
  const loaded = before.loaded(now)
  const { session, version, final: inherited, written: spare } = before
  const after = new Running({ session, epoch, version, loaded, inherited, spare, now })
  after.writable = before.writable
  after.clockSet = before.clockSet
  after.pending =
    before.pending.length > 0 ? before.pending : after.pending.map(p => ({ ...p, clockSet: after.clockSet }))
  after.activeAt = before.activeAt
  for (const [seat, at] of before.goneSince) after.goneSince.set(seat, at)
  return after
}
