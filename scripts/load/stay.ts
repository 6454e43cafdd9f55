// What a player did and saw in one session, over all incarnations of it (protocol/incarnation.ts). In a session's next
// incarnation its player is a new client, whose first number tells how many of the commands before it the session still
// knows.
import type { SessionId } from '../../protocol/ids.ts'
import type { MinotaurView } from '../../protocol/minotaur.ts'
import type { LinkState, Result } from '../../web/link/state.ts'
import type { Acked, Moment, Record } from './verdict.ts'

interface Sent {
  readonly body: unknown
  readonly at: Sending
}

/** When a command was due and when it was sent; of performance.now(), as all times here. */
export interface Sending {
  readonly dueAt: number
  readonly sentAt: number
}

interface Incarnation {
  readonly session: SessionId | null
  /** The number of the last command before this incarnation; null until a command of this incarnation has a number. */
  before: number | null
  readonly sent: Sent[]
  readonly acked: (Acked & { readonly at: number })[]
  readonly moments: Moment[]
}

/** Rounds, and what happened in them: each round that begins counts more than all who may fall in it. */
export const progressOf = ({ round, fallen, phase }: MinotaurView): number =>
  100 * round + fallen.length + (phase === 'over' ? 50 : 0)

const beginIncarnation = (session: SessionId | null): Incarnation => ({
  session,
  before: null,
  sent: [],
  acked: [],
  moments: [],
})

export class Stay {
  readonly #incarnations: Incarnation[] = [beginIncarnation(null)]

  get #incarnation(): Incarnation {
    return this.#incarnations.at(-1)!
  }

  /** Whether the session has gone on from a disk. */
  get livedOn(): boolean {
    return this.#incarnations.length > 1
  }

  see({ session }: LinkState): void {
    if (session === null) return
    const name = session.session
    if (this.#incarnation.session === null) this.#incarnations.splice(-1, 1, { ...this.#incarnation, session: name })
    else if (this.#incarnation.session !== name) this.#incarnations.push(beginIncarnation(name))
    const incarnation = this.#incarnation
    const first = session.unconfirmed[0]?.seq ?? null
    if (first !== null) incarnation.before ??= first - 1
    const { epoch, version, view } = session
    const last = incarnation.moments.at(-1)
    if (version >= 0 && (last?.epoch !== epoch || last.version !== version))
      incarnation.moments.push({ epoch, version, progress: progressOf(view as MinotaurView) })
  }

  send(body: unknown, at: Sending): void {
    this.#incarnation.sent.push({ body, at })
  }

  /** @returns when the command was due and sent. */
  confirm({ seq, refusal, told }: Pick<Result, 'seq' | 'refusal' | 'told'>, at: number): Sending {
    const incarnation = this.#incarnation
    incarnation.before ??= seq - 1
    incarnation.acked.push({ seq, refusal: refusal?.code ?? null, told: told === 'ack', at })
    return incarnation.sent[seq - 1 - incarnation.before]?.at ?? { dueAt: at, sentAt: at }
  }

  /** One for each incarnation, each with all that was sent before it and kept. */
  records(seat: number, final: Record['final']): Record[] {
    const records: Record[] = []
    let sent: unknown[] = []
    let acked: { readonly seq: number; readonly at: number }[] = []
    for (const [n, incarnation] of this.#incarnations.entries()) {
      const isLast = n === this.#incarnations.length - 1
      // Who did nothing in an incarnation is told by the next one, or by the final state, where it began.
      const nothing = n === 0 ? 0 : isLast && incarnation.sent.length === 0 ? final?.last : undefined
      const before = incarnation.before ?? nothing ?? sent.length
      const lostAt = acked.filter(({ seq }) => seq > before).map(({ at }) => at)
      sent = [...sent.slice(0, before), ...incarnation.sent.map(({ body }) => body)]
      const kept = Array.from({ length: before }, (_, at) => ({ seq: at + 1, refusal: null, told: false }))
      acked = [...acked.filter(({ seq }) => seq <= before), ...incarnation.acked]
      const { session, moments } = incarnation
      const seen = { sent, acked: [...kept, ...incarnation.acked], moments, lostAt, livedOn: !isLast }
      records.push({ session: session ?? '', seat, ...seen, final: isLast ? final : null })
    }
    return records
  }
}
