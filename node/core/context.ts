// What the machines of one node share while an event is handled: its settings, its opinions and records, and the
// effects so far. It decides nothing.
import type { Configuration } from '../../protocol/configuration.ts'
import type { Epoch, PeerId, SessionId } from '../../protocol/ids.ts'
import { inputsIn, inputsOf } from '../../protocol/inputs.ts'
import type { About, Moved, Origin, Room, Snapshot } from '../../protocol/mesh.ts'
import type { PlayerInput } from '../../protocol/player.ts'
import { Directory } from './cluster/directory.ts'
import { Membership } from './cluster/membership.ts'
import { Own } from './cluster/own.ts'
import { LoadBoard } from './cluster/placement.ts'
import { Superseded } from './cluster/superseded.ts'
import { type Decision, Store } from './consensus/member.ts'
import type { FileKind, FoundFile, SavedAs, Saving } from './effect.ts'
import type { Sign } from './event.ts'
import type { Game } from './game.ts'
import type { Wait } from './handoff/wait.ts'
import { Window } from './handoff/window.ts'
import { Outbox } from './outbox.ts'
import { Sockets } from './players/sockets.ts'
import { Spread } from './players/spread.ts'
import type { Failing } from './session/failure.ts'
import type { Settings } from './settings.ts'
import { Generator } from './std/generator.ts'
import { Checkpoints } from './storage/checkpoints.ts'
import { FileBook } from './storage/file-book.ts'
import { Orphans } from './storage/orphans.ts'

/** Moves that are remembered for operators. */
const MOVES_KEPT = 200

export interface Quarantined {
  readonly epoch: Epoch
  readonly bytes: Snapshot
  readonly error: string
}

/** What the deeper rooms have done by the shallower ones: they need not know them (decided.ts). */
export interface Consequences {
  decided(decision: Decision): void
  /** Another node runs the session, or nobody. */
  ownerChanged(config: Configuration): void
  /** Of the state of a session that somebody has told. True where it is news. */
  learned(about: About): boolean
}

export class Context extends Outbox {
  readonly settings: Settings
  readonly game: Game
  readonly peers: Membership
  readonly directory: Directory
  readonly store = new Store()
  readonly files = new FileBook()
  /** Sessions that this node has left, and who is to answer before it may exit [E8]. */
  readonly waits = new Map<SessionId, Wait>()
  readonly consequences: Consequences
  readonly board = new LoadBoard()
  readonly orphans = new Orphans()
  readonly checkpoints = new Checkpoints()
  readonly random: Generator
  /** Sessions that may be sealed at one time. */
  readonly window: Window
  /** Time of the present event: monotonic milliseconds of this node's own clock. */
  now = 0
  draining = false
  /** By an operator. */
  cordoned = false
  readonly superseded = new Superseded()
  readonly spread = new Spread()
  /** When this node began. */
  startedAt = 0
  /** Nobody has ever answered who is to be asked for peers. */
  unanswered = false
  /** An operator has said so. */
  mayBeAlone: boolean
  /** A signal told the process to leave: from then on the drain has a deadline, and is not taken back. */
  drainIsFinal = false
  /** When the drain began, and until when it waits for sockets to move. */
  drainedAt = 0
  socketsUntil = 0
  /** Pauses of the sessions that moved since, and when the last of them ran again. */
  pauses: number[] = []
  lastMovedAt = 0
  /** Times of the last beat, meeting of a peer, status and sweep, and since when a peer's directory differs from this
   *  one. */
  beatAt = 0
  metAt = 0
  /** When a node came, went, fell silent, or changed its mind about staying. */
  changedAt = 0
  statusAt = 0
  sweptAt = 0
  readonly differing = new Map<PeerId, number>()
  /** When a peer last told that it knows of the same living sessions as this node. */
  readonly agreedAt = new Map<PeerId, number>()
  /** The exit was said; nothing more is to be done. */
  exited = false
  /** Of others on the disk; null: this node has not looked for long enough. */
  signs: readonly Sign[] | null = null
  /** Since when a mesh is out of reach that lives on the disk, whether operators were told, and when its addresses were
   *  last dialled. */
  awaitedSince: number | null = null
  awaiting = false
  dialledAt = Number.NEGATIVE_INFINITY
  /** Share of time the event loop is busy, 0 to 1. */
  busy = 0
  /** Memory that is left for sessions. */
  room: Room = 'plenty'
  /** Sessions whose being put off was told. */
  putOffTold: ReadonlySet<SessionId> = new Set()
  /** Sessions run here that have something to replicate or to show at the end of the turn. */
  readonly dirty = new Set<SessionId>()
  /** Newest first. */
  readonly moves: Moved[] = []
  /** Moves that the others are told of at the end of the turn. */
  movesToTell: Moved[] = []
  readonly sockets = new Sockets()
  /** Creates that wait for their first backup, by player and key. */
  readonly creating = new Map<string, SessionId>()
  /** Joins by a code that is not known here yet. */
  joining: { readonly origin: Origin; readonly input: Extract<PlayerInput, { kind: 'join' }>; readonly at: number }[] =
    []
  /** Sessions that this node could not load, with their bytes and why. */
  readonly quarantine = new Map<SessionId, Quarantined>()
  /** What the game could not do, by session and function: what failed last comes last. */
  readonly failing = new Map<string, Failing>()
  readonly own = new Own()

  constructor(settings: Settings, game: Game, consequences: (ctx: Context) => Consequences) {
    super(settings.me)
    this.settings = settings
    this.game = game
    this.mayBeAlone = settings.mayBeAlone
    this.directory = new Directory(settings.me)
    this.peers = new Membership(settings.me, settings.suspectAfterMs)
    this.window = new Window(settings.handoffWindow)
    this.random = new Generator(settings.seed, settings.me)
    this.consequences = consequences(this)
  }

  /** Gives the file's name, which tells what it holds, and how much of it was acknowledged. */
  write(copy: Omit<Saving, 'file'>, as: SavedAs): string {
    const { session, epoch, version, bytes } = copy
    const confirmed = this.store.members.get(session)?.running?.confirmed
    const file = `${session}-${epoch}-${version}-${confirmed ? inputsIn(confirmed.seats) : inputsOf(bytes)}`
    this.emit({ kind: 'write', saving: { file, session, epoch, version, bytes }, as })
    return file
  }

  discard(file: string, as: FileKind): void {
    this.emit({ kind: 'discard', file, as })
  }

  /** To begin `incarnation` from it. */
  take(file: FoundFile, incarnation: SessionId): void {
    if (this.files.taking.has(file.file)) return
    this.files.taking.set(file.file, { file, incarnation })
    this.emit({ kind: 'take', file })
  }

  /** The session has something to do or to repeat. */
  wake(session: SessionId): void {
    this.store.due.add(session)
  }

  setAside(session: SessionId, epoch: Epoch, bytes: Snapshot, error: string): void {
    if (this.quarantine.get(session)?.epoch === epoch) return
    this.quarantine.set(session, { epoch, bytes, error })
    this.note({ name: 'quarantined', session, epoch, bytes, error })
  }

  remember(moved: Moved): void {
    this.moves.unshift(moved)
    this.moves.length = Math.min(this.moves.length, MOVES_KEPT)
  }

  /** A move that this node has made. */
  moved(moved: Moved): void {
    this.remember(moved)
    this.note({ name: 'moved', moved })
    this.movesToTell.push(moved)
  }
}
