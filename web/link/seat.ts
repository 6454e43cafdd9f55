// The queue of one client for one seat: it numbers commands, keeps them until they are confirmed, and knows whether it
// still holds the seat [G2]. Safe because a number is given only once the seat's last one is known from a welcome, is
// never given twice, and a command leaves the queue only when an ack or a welcome proves that it is applied. Whoever
// was replaced never numbers again. It must never know sockets, nodes or time: any of its messages may be sent any
// number of times, on any socket.
import { nextChain } from '../../protocol/chain.ts'
import { type ClientId, type Epoch, NOBODY, type Seq, type SessionId, type Version } from '../../protocol/ids.ts'
import { COMMANDS_UNCONFIRMED_MAX } from '../../protocol/limits.ts'
import type { PlayerError, ToNode, ToPlayer } from '../../protocol/player.ts'
import type { Result, Unconfirmed } from './state.ts'
import { QUEUE_MAX } from './timing.ts'

type Message<K extends ToPlayer['kind']> = Extract<ToPlayer, { kind: K }>

/** What a player wants done; `moment` as in the message. */
export interface Wanted {
  readonly body: unknown
  readonly moment?: number
}

/** `bytes` is the size of the body on the wire. */
interface Queued extends Wanted {
  readonly bytes: number
}

export interface Command extends Queued {
  readonly seq: Seq
}

/** A place in a session's confirmed history. */
export interface Seen {
  readonly epoch: Epoch
  readonly version: Version
}
export const NOTHING_SEEN: Seen = { epoch: -1 as Epoch, version: -1 as Version }
export const isOlder = (a: Seen, b: Seen): boolean =>
  a.epoch < b.epoch || (a.epoch === b.epoch && a.version < b.version)

/** What a message confirmed, in order, and what about it can't be. */
export interface Confirmation {
  readonly results: readonly Result[]
  readonly broken: string | null
}
const NOTHING: Confirmation = { results: [], broken: null }

export class Seat {
  readonly session: SessionId
  readonly client: ClientId
  #replaces: ClientId
  #seen: Seen
  #held = false
  #sent = 0
  #confirmed = 0
  /** As of #confirmed. */
  #chain = 0
  /** Numbered #confirmed + 1 to #sent. */
  readonly #pending: Command[] = []
  readonly #queue: Queued[] = []

  constructor(start: {
    readonly session: SessionId
    readonly client: ClientId
    readonly replaces?: ClientId
    readonly seen?: Seen
  }) {
    this.session = start.session
    this.client = start.client
    this.#replaces = start.replaces ?? NOBODY
    this.#seen = start.seen ?? NOTHING_SEEN
  }

  /** Welcomed once: the seat's numbers are known. */
  get held(): boolean {
    return this.#held
  }

  /** The newest that any message proved. */
  get seen(): Seen {
    return this.#seen
  }

  /** To be sent again until confirmed. */
  get pending(): readonly Command[] {
    return this.#pending
  }

  get unconfirmed(): readonly Unconfirmed[] {
    return [...this.#pending, ...this.#queue.map(({ bytes: _, ...wanted }) => ({ ...wanted, seq: null }))]
  }

  /** Empties the queue: the client is a client no more. */
  abandon(): readonly Unconfirmed[] {
    const given = this.unconfirmed
    this.#pending.length = this.#queue.length = 0
    return given
  }

  hello(): ToNode {
    return { kind: 'hello', session: this.session, client: this.client, replaces: this.#replaces }
  }

  /** False where no more commands can wait. */
  push(queued: Queued): boolean {
    if (this.#queue.length >= QUEUE_MAX) return false
    this.#queue.push(queued)
    return true
  }

  /** Numbers what the window has room for. They are to be sent now, in this order. */
  number(): readonly Command[] {
    if (!this.#held) return []
    const from = this.#pending.length
    for (const queued of this.#queue.splice(0, COMMANDS_UNCONFIRMED_MAX - from)) {
      this.#sent++
      this.#pending.push({ ...queued, seq: this.#sent as Seq })
    }
    return this.#pending.slice(from)
  }

  /** Raises what was seen. True where that is another epoch: commands on their way may have been lost with the owner
   *  before. */
  see(told: Seen): boolean {
    if (!isOlder(this.#seen, told)) return false
    const changed = this.#seen.epoch >= 0 && told.epoch > this.#seen.epoch
    this.#seen = { epoch: told.epoch, version: told.version }
    return changed
  }

  onWelcome(welcome: Message<'welcome'>): Confirmation {
    if (!this.#held) {
      this.#held = true
      this.#sent = this.#confirmed = welcome.last
      this.#chain = welcome.chain
      return NOTHING
    }
    if (welcome.last < this.#confirmed) {
      // Late, from a state before an ack. In a newer state, an acknowledged command would be gone.
      return isOlder(welcome, this.#seen)
        ? NOTHING
        : { results: [], broken: `command ${this.#confirmed} was confirmed, and now the last one is ${welcome.last}` }
    }
    if (welcome.last > this.#sent)
      return {
        results: [],
        broken: `the seat's last command is ${welcome.last}, and its holder sent only ${this.#sent}`,
      }
    const results = this.#confirm(welcome.last)
    if (this.#chain === welcome.chain) return { results, broken: null }
    const broken = `up to command ${welcome.last} the chain is ${this.#chain} here and ${welcome.chain} there`
    this.#chain = welcome.chain
    return { results, broken }
  }

  onAck(ack: Message<'ack'>): Confirmation {
    // Before the first welcome it can only be of a former client's command.
    if (!this.#held || ack.seq <= this.#confirmed) return NOTHING
    if (ack.seq > this.#sent)
      return { results: [], broken: `command ${ack.seq} is acknowledged, and only ${this.#sent} were sent` }
    return { results: this.#confirm(ack.seq, ack), broken: null }
  }

  /** `again`: say hello now. `waiting`: it has been said already, or says nothing new. */
  onHeldByOther(error: PlayerError): 'replaced' | 'again' | 'waiting' {
    const told = { epoch: error.epoch ?? this.#seen.epoch, version: error.version ?? this.#seen.version }
    if (isOlder(told, this.#seen) || error.holder === this.client) return 'waiting'
    if (this.#held || error.replaced) return 'replaced'
    if (error.holder === undefined || error.holder === this.#replaces) return 'waiting'
    this.#replaces = error.holder
    return 'again'
  }

  /** Those to be sent again when the seat waits for number `expected`. */
  from(expected: number): readonly Command[] {
    return this.#pending.slice(expected - this.#confirmed - 1)
  }

  /** Whether `expected` is a number that this queue still has. */
  has(expected: number): boolean {
    return expected > this.#confirmed && expected <= this.#sent
  }

  #confirm(last: number, ack?: Message<'ack'>): Result[] {
    const count = last - this.#confirmed
    return this.#pending.splice(0, count).map(({ seq, body }) => {
      this.#confirmed = seq
      this.#chain = nextChain(this.#chain, seq, body)
      return ack?.seq === seq
        ? { seq, body, refusal: ack.refusal, told: 'ack' }
        : { seq, body, refusal: null, told: 'implied' }
    })
  }
}
