// A session's owner in thirty lines: one seat, strict order, answers only from what is confirmed. It may crash, and
// then loses what was not confirmed. The rules are the protocol's (P7 to P11), written without looking at core's.
import { CHAIN_START, nextChain } from '../../../protocol/chain.ts'
import { type ClientId, type Epoch, NOBODY, type Seat, type Seq, type Version } from '../../../protocol/ids.ts'
import type { ToNode, ToPlayer } from '../../../protocol/player.ts'
import { GAME } from './hand.ts'

export type Answer = (message: ToPlayer) => void
type Entry = { readonly client: ClientId; readonly seq: number; readonly body: unknown }
type Of<K extends ToNode['kind']> = Extract<ToNode, { kind: K }>

export class Owner {
  /** Hellos have number 0. */
  readonly log: Entry[] = []
  confirmed = 0
  #epoch = 1
  #waiting: { readonly version: number; readonly answer: () => void }[] = []

  get place() {
    return { epoch: this.#epoch as Epoch, version: this.confirmed as Version }
  }

  hello({ client, replaces }: Of<'hello'>, answer: Answer) {
    const now = this.#seat(this.log.length)
    if (now.holder === client) return this.#once(() => this.#welcome(client, answer))
    if (now.former.includes(client) || replaces !== now.holder) return this.#once(() => this.#refuse(client, answer))
    this.log.push({ client, seq: 0, body: null })
    this.#once(() => this.#welcome(client, answer))
  }

  command(client: ClientId, { seq, body }: Of<'command'>, answer: Answer) {
    const { holder, last } = this.#seat(this.log.length)
    if (holder !== client) return this.#once(() => this.#refuse(client, answer))
    const told = { session: GAME, seq }
    if (seq > last + 1)
      return answer({ kind: 'error', code: 'seq-expected', text: '', ...told, expected: (last + 1) as Seq })
    if (seq === last + 1) this.log.push({ client, seq, body })
    this.#once(() => answer({ kind: 'ack', ...told, refusal: null, ...this.place }))
  }

  update(): ToPlayer {
    return {
      kind: 'update',
      session: GAME,
      ...this.place,
      owner: `${this.#epoch}`,
      remainingMs: null,
      view: this.confirmed,
    }
  }

  /** The backups confirm what there is. */
  confirm() {
    this.confirmed = this.log.length
    const due = this.#waiting
    this.#waiting = []
    for (const { answer } of due) answer()
  }

  /** Another node goes on, with all that was confirmed and `kept` of the rest. */
  crash(kept: number) {
    this.#epoch++
    this.#waiting = []
    this.log.length = this.confirmed + Math.floor((this.log.length - this.confirmed) * kept)
  }

  #once(answer: () => void) {
    if (this.confirmed === this.log.length) answer()
    else this.#waiting.push({ version: this.log.length, answer })
  }

  #welcome(client: ClientId, answer: Answer) {
    const { holder, last, chain } = this.#seat(this.confirmed)
    if (holder !== client) return
    answer({ kind: 'welcome', session: GAME, client, seat: 0 as Seat, ...this.place, last: last as Seq, chain })
    answer(this.update())
  }

  #refuse(client: ClientId, answer: Answer) {
    const { holder, former } = this.#seat(this.confirmed)
    if (holder === client) return
    const replaced = former.includes(client)
    answer({ kind: 'error', code: 'seat-held', text: '', session: GAME, holder, replaced, ...this.place })
  }

  #seat(upto: number) {
    const seat = { holder: NOBODY, former: [] as ClientId[], last: 0, chain: CHAIN_START }
    for (const { client, seq, body } of this.log.slice(0, upto)) {
      if (seq === 0) {
        if (seat.holder !== NOBODY) seat.former.push(seat.holder)
        seat.holder = client
      } else {
        seat.last = seq
        seat.chain = nextChain(seat.chain, seq as Seq, body)
      }
    }
    return seat
  }
}
