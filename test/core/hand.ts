// A few real nodes on a table: messages lie in the open until a test delivers or drops them, time passes when it says
// so. For schedules written by hand and for transcripts; the simulator is for those that nobody thinks of.
import type { Effect, Note, Timer } from '../../node/core/effect.ts'
import type { Event } from '../../node/core/event.ts'
import type { Game } from '../../node/core/game.ts'
import { Node } from '../../node/core/node.ts'
import type { Settings } from '../../node/core/settings.ts'
import { decodeMesh, encodeMesh } from '../../protocol/codec.ts'
import type { Configuration } from '../../protocol/configuration.ts'
import type { ClientId, Code, PeerId, PlayerId, Seq, SessionId, SocketId } from '../../protocol/ids.ts'
import type { MeshMessage } from '../../protocol/mesh.ts'
import type { OperatorCommand, Outcome } from '../../protocol/operator.ts'
import type { PlayerInput, ToPlayer } from '../../protocol/player.ts'
import { TableDisk } from './table-disk.ts'
import { tally } from './tally.ts'

export interface Letter {
  readonly from: PeerId
  readonly to: PeerId
  readonly message: MeshMessage
}

interface Alarm {
  readonly at: number
  readonly peer: PeerId
  readonly timer: Timer
}

export const peer = (name: string): PeerId => name as PeerId

export class Hand {
  readonly nodes = new Map<PeerId, Node>()
  readonly notes: { readonly peer: PeerId; readonly note: Note }[] = []
  readonly replies = new Map<string, ToPlayer[]>()
  readonly dialled: { readonly by: string; readonly addresses: readonly string[] }[] = []
  readonly exits = new Map<PeerId, boolean>()
  /** What has been said so far, a line each. */
  readonly transcript: string[] = []
  /** How a message is written there; null: not at all. */
  words: (message: MeshMessage) => string | null = describe
  net: Letter[] = []
  /** All nodes share it; what they ask of it waits for `work`. */
  readonly disk = new TableDisk((to, event) => this.event(to, event))
  now = 1000
  #alarms: Alarm[] = []
  #gone = new Set<PeerId>()
  readonly #apart = new Set<PeerId>()
  #outcomes = new Map<PeerId, Outcome>()
  readonly #settings: Partial<Settings>
  readonly #game: Game

  constructor(names: readonly string[], settings: Partial<Settings> = {}, game: Game = tally as Game) {
    this.#settings = settings
    this.#game = game
    for (const name of names) this.join(name)
    this.settle()
    this.transcript.length = 0
  }

  /** A new node, connected to all others. */
  join(name: string, settings: Partial<Settings> = {}, game: Game = this.#game): Node {
    const me = peer(name)
    const node = new Node(
      {
        me,
        release: 'v1',
        slot: '',
        host: '',
        address: name,
        startedAt: this.nodes.size,
        backups: 1,
        suspectAfterMs: 2000,
        drainDeadlineMs: 50_000,
        rebalanceAfterMs: 0,
        rebalanceGap: 8,
        forceAfterMs: 0,
        awayAfterMs: 0,
        parks: false,
        parkAfterMs: 5_000,
        successorWaitMs: 0,
        aloneAfterMs: 0,
        mayBeAlone: false,
        checkpointEveryMs: 0,
        coldAfterMs: 1_000,
        memoryFullAt: 0.7,
        handoffWindow: 256,
        lobbiesMax: 0,
        gamesMax: 0,
        seed: this.nodes.size + 1,
        ...this.#settings,
        ...settings,
      },
      game,
    )
    const others = [...this.nodes.keys()].filter(p => !this.#gone.has(p) && !this.#apart.has(p))
    this.nodes.set(me, node)
    this.event(me, { kind: 'start' })
    if (!this.#apart.has(me)) for (const other of others) this.#connect(me, other)
    return node
  }

  /** A new node that neither sees anybody nor is seen. */
  apart(name: string, settings: Partial<Settings> = {}): Node {
    this.#apart.add(peer(name))
    return this.join(name, settings)
  }

  /** Who was apart is connected to another. */
  meet(name: string, other: string): void {
    this.#apart.delete(peer(name))
    this.#connect(peer(name), peer(other))
  }

  #connect(a: PeerId, b: PeerId): void {
    this.event(a, { kind: 'peer-up', peer: b, address: b })
    this.event(b, { kind: 'peer-up', peer: a, address: a })
  }

  node(name: string): Node {
    return this.nodes.get(peer(name))!
  }

  /** One event, and the end of its turn. */
  event(to: PeerId, event: Event): void {
    if (this.#gone.has(to)) return
    this.#perform(to, this.nodes.get(to)!.handle(event, this.now))
    if (!this.#gone.has(to)) this.#perform(to, this.nodes.get(to)!.handle({ kind: 'flush' }, this.now))
  }

  #perform(me: PeerId, effects: readonly Effect[]): void {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'send':
          this.#post(me, effect.to, effect.message)
          break
        case 'gossip':
          for (const to of this.nodes.keys()) if (to !== me) this.#post(me, to, effect.message)
          break
        case 'timer':
          this.#alarms.push({ at: this.now + effect.afterMs, peer: me, timer: effect.timer })
          break
        case 'reply': {
          const key = `${me} ${effect.socket}`
          this.replies.set(key, [...(this.replies.get(key) ?? []), effect.message])
          break
        }
        case 'note':
          this.notes.push({ peer: me, note: effect.note })
          this.#writeNote(me, effect.note)
          break
        case 'exit':
          this.exits.set(me, effect.ok)
          this.#gone.add(me)
          this.transcript.push(`${me} exits ${effect.ok ? 0 : 1}`)
          break
        case 'write':
        case 'mark':
        case 'discard':
        case 'take':
        case 'put-back':
          this.disk.ask(me, effect)
          break
        case 'dial':
          this.dialled.push({ by: me, addresses: effect.addresses })
          break
        case 'answer':
          this.#outcomes.set(me, effect.outcome)
          break
        case 'close':
          break
      }
    }
  }

  #post(from: PeerId, to: PeerId, message: MeshMessage): void {
    if (!this.nodes.has(to) || this.#gone.has(to) || this.#apart.has(from) || this.#apart.has(to)) return
    const [copy] = decodeMesh(encodeMesh([message]))
    this.net.push({ from, to, message: copy! })
  }

  /** Delivers what lies on the table and matches, in order, and what comes of it, until nothing matches any more. */
  pass(match: (letter: Letter) => boolean = () => true): void {
    for (let i = 0; i < 100_000; i++) {
      const at = this.net.findIndex(match)
      if (at < 0) return
      this.deliver(this.net.splice(at, 1)[0]!)
    }
    throw new Error('the table never falls silent')
  }

  deliver({ from, to, message }: Letter): void {
    if (this.#gone.has(to)) return
    this.#write(from, to, message)
    this.event(to, { kind: 'message', from, message })
  }

  drop(match: (letter: Letter) => boolean = () => true): Letter[] {
    const dropped = this.net.filter(match)
    this.net = this.net.filter(l => !match(l))
    return dropped
  }

  /** Lets time pass; messages sent meanwhile are delivered where they match. */
  wait(ms: number, match: (letter: Letter) => boolean = () => true): void {
    const until = this.now + ms
    for (;;) {
      this.pass(match)
      this.#alarms.sort((a, b) => a.at - b.at)
      const next = this.#alarms[0]
      if (!next || next.at > until) break
      this.#alarms.shift()
      this.now = Math.max(this.now, next.at)
      this.event(next.peer, { kind: 'timer', timer: next.timer })
    }
    this.now = until
    this.pass(match)
  }

  settle(): void {
    this.wait(500)
  }

  /** The process is gone; who is told sees it dead. */
  kill(name: string, seenBy: readonly string[] = [...this.nodes.keys()]): void {
    const dead = peer(name)
    this.#gone.add(dead)
    this.disk.forget(dead)
    this.transcript.push(`${name} dies`)
    for (const to of this.nodes.keys()) {
      this.event(to, { kind: 'peer-down', peer: dead })
      if (seenBy.includes(to)) this.event(to, { kind: 'peer-dead', peer: dead })
    }
  }

  drain(name: string): void {
    this.transcript.push(`${name} gets SIGTERM`)
    this.event(peer(name), { kind: 'drain' })
  }

  /** An operator's command, and the answer. */
  operate(
    name: string,
    command: OperatorCommand | Exclude<OperatorCommand['kind'], 'force' | 'end'>,
  ): Outcome | undefined {
    this.#outcomes.delete(peer(name))
    this.event(peer(name), { kind: 'operate', command: typeof command === 'string' ? { kind: command } : command })
    return this.#outcomes.get(peer(name))
  }

  // players

  open(name: string, socket: number, player: string, called = player): void {
    this.event(peer(name), {
      kind: 'socket-open',
      socket: socket as SocketId,
      player: player as PlayerId,
      name: called,
    })
  }

  say(name: string, socket: number, message: PlayerInput): void {
    this.event(peer(name), { kind: 'socket-message', socket: socket as SocketId, message })
  }

  heard(name: string, socket: number): ToPlayer[] {
    return this.replies.get(`${name} ${socket}`) ?? []
  }

  last<K extends ToPlayer['kind']>(name: string, socket: number, kind: K): Extract<ToPlayer, { kind: K }> | undefined {
    return this.heard(name, socket).findLast(m => m.kind === kind) as Extract<ToPlayer, { kind: K }> | undefined
  }

  /** The number of the last command that was acknowledged there. */
  acked(name: string, socket: number): number | undefined {
    return this.last(name, socket, 'ack')?.seq
  }

  /** A session on `name`, made by `player` at its socket, who has said hello as `client`. */
  session(name: string, socket: number, player: string, client = `${player}-tab`): SessionId {
    this.open(name, socket, player)
    this.say(name, socket, { kind: 'create', key: `key-${player}` as ClientId })
    this.pass()
    const { session } = this.last(name, socket, 'created')!
    this.hello(name, socket, session, client)
    return session
  }

  hello(name: string, socket: number, session: SessionId, client: string, replaces = ''): void {
    this.say(name, socket, { kind: 'hello', session, client: client as ClientId, replaces: replaces as ClientId })
    this.pass()
  }

  joinGame(name: string, socket: number, code: Code): void {
    this.say(name, socket, { kind: 'join', code })
    this.pass()
  }

  command(name: string, socket: number, session: SessionId, seq: number, body: unknown): void {
    this.say(name, socket, { kind: 'command', session, seq: seq as Seq, body })
  }

  config(name: string, session: SessionId): Configuration | null {
    return this.node(name).context.directory.config(session)
  }

  /** Who runs the session, by name; null for nobody. */
  owner(session: SessionId): string | null {
    const running = [...this.nodes].filter(([p, n]) => !this.#gone.has(p) && n.context.store.running.has(session))
    return running.length === 1 ? running[0]![0] : null
  }

  broken(): string[] {
    return this.notes.flatMap(({ peer: p, note }) => (note.name === 'invariant' ? [`${p}: ${note.error}`] : []))
  }

  // transcripts

  #write(from: PeerId, to: PeerId, message: MeshMessage): void {
    if (['ping', 'pong', 'status', 'digest', 'want', 'about', 'moved'].includes(message.kind)) return
    const words = this.words(message)
    if (words !== null) this.transcript.push(`${from} -> ${to}  ${words}`)
  }

  #writeNote(me: PeerId, note: Note): void {
    if (note.name === 'sealed') this.transcript.push(`${me} seals at epoch ${note.epoch}`)
    if (note.name === 'activated')
      this.transcript.push(`${me} OWNS the session at epoch ${note.epoch}, version ${note.version}`)
    if (note.name === 'takeover') this.transcript.push(`${me} takes over from epoch ${note.epoch}`)
    if (note.name === 'drained' || note.name === 'draining') this.transcript.push(`${me} ${note.name}`)
  }
}

export const is =
  (...kinds: MeshMessage['kind'][]) =>
  (letter: Letter): boolean =>
    kinds.includes(letter.message.kind)

/** Neither from nor to any of them. */
export const without =
  (...names: string[]) =>
  ({ from, to }: Letter): boolean =>
    !names.includes(from) && !names.includes(to)

const brief = (c: Configuration): string =>
  `${c.epoch}:${c.owner === null ? 'ended' : `${c.owner}+${c.backups.join('')}/${c.voters.join('')}`}`

function describe(m: MeshMessage): string {
  switch (m.kind) {
    case 'append':
    case 'offer':
      return `${m.kind} ${brief(m.config)} version ${m.version}`
    case 'append-delta':
    case 'confirm':
      return `${m.kind} epoch ${m.epoch} version ${m.version}`
    case 'hold':
      return `hold at ${brief(m.config)} ballot ${m.ballot.round} for ${brief(m.next)}`
    case 'prepare':
      return `prepare ${m.config.epoch} ballot ${m.ballot.round}`
    case 'promise':
      return `promise ${m.epoch} ballot ${m.ballot.round}${m.accepted ? ` accepted ${brief(m.accepted.next)}` : ''}`
    case 'accept':
      return `accept ${m.config.epoch} ballot ${m.ballot.round} ${brief(m.next)}`
    case 'held':
    case 'accepted':
      return `${m.kind} ${m.epoch} ballot ${m.ballot.round}`
    case 'decided':
    case 'owned':
      return `${m.kind} ${brief(m.config)}`
    case 'claim':
    case 'decline':
      return `${m.kind} ${m.epoch}`
    case 'route':
      return `route ${m.input.kind}`
    case 'deliver':
      return `deliver ${m.message.kind}`
    default:
      return m.kind
  }
}
