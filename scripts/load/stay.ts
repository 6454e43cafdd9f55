// What a player did and saw in one session, over all lives of it (protocol/incarnation.ts). In a session's next life
// its player is a new client, whose first number tells how many of the commands before it the session still knows.
import type { SessionId } from '../../protocol/ids.ts'
import type { MinotaurView } from '../../protocol/minotaur.ts'
import type { LinkState, Result } from '../../web/link/state.ts'
import type { Acked, Moment, Record } from './verdict.ts'

interface Sent {
  readonly body: unknown
  /** Of performance.now(), as all times here. */
  readonly at: number
}

interface Life {
  readonly session: SessionId | null
  /** The number of the last command before this life; null until a command of this life has a number. */
  before: number | null
  readonly sent: Sent[]
  readonly acked: (Acked & { readonly at: number })[]
  readonly moments: Moment[]
}

/** Rounds, and what happened in them: each round that begins counts more than all who may fall in it. */
export const progressOf = ({ round, fallen, phase }: MinotaurView): number =>
  100 * round + fallen.length + (phase === 'over' ? 50 : 0)

const beginLife = (session: SessionId | null): Life => ({ session, before: null, sent: [], acked: [], moments: [] })

export class Stay {
  readonly #lives: Life[] = [beginLife(null)]

  get #life(): Life {
    return this.#lives.at(-1)!
  }

  /** Whether the session has gone on from a disk. */
  get livedOn(): boolean {
    return this.#lives.length > 1
  }

  see({ session }: LinkState): void {
    if (session === null) return
    const name = session.session
    if (this.#life.session === null) this.#lives.splice(-1, 1, { ...this.#life, session: name })
    else if (this.#life.session !== name) this.#lives.push(beginLife(name))
    const life = this.#life
    const first = session.unconfirmed[0]?.seq ?? null
    if (first !== null) life.before ??= first - 1
    const { epoch, version, view } = session
    const last = life.moments.at(-1)
    if (version >= 0 && (last?.epoch !== epoch || last.version !== version))
      life.moments.push({ epoch, version, progress: progressOf(view as MinotaurView) })
  }

  send(body: unknown, at: number): void {
    this.#life.sent.push({ body, at })
  }

  /** @returns when the command was sent. */
  confirm({ seq, refusal, told }: Pick<Result, 'seq' | 'refusal' | 'told'>, at: number): number {
    const life = this.#life
    life.before ??= seq - 1
    life.acked.push({ seq, refusal: refusal?.code ?? null, told: told === 'ack', at })
    return life.sent[seq - 1 - life.before]?.at ?? at
  }

  /** One for each life, each with all that was sent before it and kept. */
  records(seat: number, final: Record['final']): Record[] {
    const records: Record[] = []
    let sent: unknown[] = []
    let acked: { readonly seq: number; readonly at: number }[] = []
    for (const [n, life] of this.#lives.entries()) {
      const isLast = n === this.#lives.length - 1
      // Who did nothing in a life is told by the next one, or by the final state, where it began.
      const nothing = n === 0 ? 0 : isLast && life.sent.length === 0 ? final?.last : undefined
      const before = life.before ?? nothing ?? sent.length
      const lostAt = acked.filter(({ seq }) => seq > before).map(({ at }) => at)
      sent = [...sent.slice(0, before), ...life.sent.map(({ body }) => body)]
      const kept = Array.from({ length: before }, (_, at) => ({ seq: at + 1, refusal: null, told: false }))
      acked = [...acked.filter(({ seq }) => seq <= before), ...life.acked]
      const { session, moments } = life
      const seen = { sent, acked: [...kept, ...life.acked], moments, lostAt, livedOn: !isLast }
      records.push({ session: session ?? '', seat, ...seen, final: isLast ? final : null })
    }
    return records
  }
}
