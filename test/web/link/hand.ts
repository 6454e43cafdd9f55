// Plays everybody around a link by hand, and writes down what it does: one line per effect, with clients and keys as A,
// B, C in the order in which they appear. Timers fire as time goes on; their effects are noted with the time.
import type { PlayerErrorCode } from '../../../protocol/errors.ts'
import type { ClientId, Code, Epoch, PlayerId, Seat, Seq, SessionId, Version } from '../../../protocol/ids.ts'
import type { PlayerError, ToNode, ToPlayer } from '../../../protocol/player.ts'
import type { Effect } from '../../../web/link/effect.ts'
import type { Event, Timer } from '../../../web/link/event.ts'
import { Link } from '../../../web/link/link.ts'
import { seeded } from './seeded.ts'

export const GAME = 'game' as SessionId
type Fields<K extends ToPlayer['kind']> = Partial<Extract<ToPlayer, { kind: K }>>

export class Hand {
  readonly link: Link
  now = 1_000
  /** In the order of their appearance: A, B, C. */
  readonly names: ClientId[] = []
  #timers: { at: number; timer: Timer }[] = []

  constructor(seed = 1) {
    this.link = new Link({ token: 'token', random: seeded(seed) })
  }

  /** What the link does about an event. */
  on(event: Event): string[] {
    return this.link.handle(event, this.now).flatMap(effect => this.#note(effect))
  }

  hear(socket: number, ...messages: ToPlayer[]): string[] {
    return this.on({ kind: 'socket-messages', socket, messages })
  }

  open(socket: number): string[] {
    return this.on({ kind: 'socket-open', socket })
  }

  close(socket: number): string[] {
    return this.on({ kind: 'socket-closed', socket })
  }

  act(body: unknown): string[] {
    return this.on({ kind: 'act', body })
  }

  /** Lets time go by, and notes what comes of it. */
  wait(ms: number): string[] {
    const until = this.now + ms
    const lines: string[] = []
    for (let due = this.#next(until); due; due = this.#next(until)) {
      this.#timers.splice(this.#timers.indexOf(due), 1)
      this.now = Math.max(this.now, due.at)
      lines.push(...this.on({ kind: 'timer', timer: due.timer }))
    }
    this.now = until
    return lines
  }

  /** On a first socket, in the session GAME as client A, with nothing said. */
  enter(last = 0): this {
    this.on({ kind: 'start' })
    this.on({ kind: 'enter', session: GAME })
    this.open(1)
    this.hear(1, ready(), this.welcome({ last: last as Seq }))
    return this
  }

  welcome(fields: Fields<'welcome'> = {}): ToPlayer {
    const client = this.names.at(-1) as ClientId
    return { kind: 'welcome', session: GAME, client, seat: 0 as Seat, ...at(1, 1), last: 0 as Seq, chain: 0, ...fields }
  }

  #next(until: number) {
    return this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
  }

  #name(id: ClientId): string {
    if (id === '') return 'nobody'
    if (!this.names.includes(id)) this.names.push(id)
    return String.fromCharCode(65 + this.names.indexOf(id))
  }

  #note(effect: Effect): string[] {
    switch (effect.kind) {
      case 'timer':
        this.#timers.push({ at: this.now + effect.afterMs, timer: effect.timer })
        return []
      case 'changed':
        return []
      case 'send':
        return [`${effect.socket}: ${effect.messages.map(message => this.#say(message)).join(', ')}`]
      case 'acked':
        return [`acked ${effect.seq} ${effect.refusal?.code ?? effect.told}`]
      case 'dropped':
        return [`dropped ${effect.seq ?? 'unsent'} ${effect.code}`]
      case 'broken':
        return [`broken ${effect.text}`]
      default:
        return [`${effect.kind} ${effect.socket}`]
    }
  }

  #say(message: ToNode): string {
    switch (message.kind) {
      case 'create':
        return `create ${this.#name(message.key)}`
      case 'join':
        return `join ${message.code}`
      case 'hello':
        return `hello ${this.#name(message.client)} replaces ${this.#name(message.replaces)}`
      case 'command':
        return `command ${message.seq}`
      default:
        return message.kind
    }
  }
}

export const at = (epoch: number, version: number) => ({ epoch: epoch as Epoch, version: version as Version })

export const ready = (fields: Fields<'ready'> = {}): ToPlayer => ({
  kind: 'ready',
  protocol: 1,
  player: 'p' as PlayerId,
  name: 'Ann',
  node: 'n',
  release: 'r',
  games: [],
  ...fields,
})
export const ack = (seq: number, fields: Fields<'ack'> = {}): ToPlayer => ({
  kind: 'ack',
  session: GAME,
  seq: seq as Seq,
  refusal: null,
  ...at(1, 1 + seq),
  ...fields,
})
export const update = (epoch: number, version: number, fields: Fields<'update'> = {}): ToPlayer => ({
  kind: 'update',
  session: GAME,
  ...at(epoch, version),
  owner: 'n1',
  remainingMs: null,
  view: { version },
  ...fields,
})
export const error = (code: PlayerErrorCode, fields: Partial<PlayerError> = {}): ToPlayer => ({
  kind: 'error',
  code,
  text: code,
  ...fields,
})
export const created = (key: ClientId, session = GAME): ToPlayer => ({
  kind: 'created',
  key,
  session,
  code: 'KEPS' as Code,
  seat: 0 as Seat,
})
export const goaway = (withinMs: number): ToPlayer => ({ kind: 'goaway', withinMs })
