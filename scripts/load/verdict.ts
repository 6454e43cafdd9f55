// Whether each acknowledged command of a seat was applied exactly once and in order, from what its player did and saw
// and from what the session says in the end. Pure, and independent of the player's link: it recomputes the proof chain
// from the bodies that were handed in, so a command that was lost, doubled or swapped anywhere on the way shows.
import { CHAIN_START, nextChain } from '../../protocol/chain.ts'
import type { Seq } from '../../protocol/ids.ts'

/** A moment of a session, as a seat is told of it. `progress` never falls in any incarnation of a game, whoever runs
 *  it. */
export interface Moment {
  readonly epoch: number
  readonly version: number
  readonly progress: number
}

/** A command that a player was told is confirmed. `refusal` is its code, or null where the game accepted it. */
export interface Acked {
  readonly seq: number
  readonly refusal: string | null
  /** False where a later confirmation implied it: its own answer was lost, and the refusal with it. */
  readonly told: boolean
}

/** One player's whole play of one seat in one incarnation of a session. */
export interface Record {
  readonly session: string
  readonly seat: number
  /** Bodies in the order in which they were handed to the link; number 1 is first. */
  readonly sent: readonly unknown[]
  /** In the order in which they came. */
  readonly acked: readonly Acked[]
  /** Of every view and acknowledgement, in the order in which they came. */
  readonly moments: readonly Moment[]
  /** What a fresh client was told in the end; null where nobody answered. */
  readonly final: (Moment & { readonly last: number; readonly chain: number }) | null
  /** The session went on in another incarnation: this one has no final state, and the next one's record holds all that
   *  was kept of it. */
  readonly livedOn?: boolean
  /** When those commands were confirmed that were gone as this incarnation began, by the clock of performance.now(). */
  readonly lostAt?: readonly number[]
}

export interface Violation {
  readonly session: string
  readonly seat: number
  readonly what: string
}

export interface Verdict {
  readonly seats: number
  readonly sent: number
  readonly acked: number
  /** Applied by the sessions' final states; with what was sent but not confirmed when a game ended. */
  readonly applied: number
  /** How often a seat's session went on from a disk. */
  readonly livedOn: number
  /** When each command was confirmed that a session did not know any more when it went on from a disk. */
  readonly lostAt: readonly number[]
  readonly violations: readonly Violation[]
}

export function judge(records: readonly Record[]): Verdict {
  const whole = records.filter(({ livedOn }) => !livedOn)
  const sum = (of: (record: Record) => number) => whole.reduce((total, record) => total + of(record), 0)
  return {
    seats: whole.length,
    sent: sum(record => record.sent.length),
    acked: sum(record => record.acked.length),
    applied: sum(record => record.final?.last ?? 0),
    livedOn: records.length - whole.length,
    lostAt: records.flatMap(({ lostAt = [] }) => lostAt),
    violations: records.flatMap(judgeSeat),
  }
}

export const NO_VERDICT: Verdict = { seats: 0, sent: 0, acked: 0, applied: 0, livedOn: 0, lostAt: [], violations: [] }

/** Of two sets of records. */
export const sumOf = (a: Verdict, b: Verdict): Verdict => ({
  seats: a.seats + b.seats,
  sent: a.sent + b.sent,
  acked: a.acked + b.acked,
  applied: a.applied + b.applied,
  livedOn: a.livedOn + b.livedOn,
  lostAt: [...a.lostAt, ...b.lostAt],
  violations: [...a.violations, ...b.violations],
})

export function judgeSeat(record: Record): Violation[] {
  const { session, seat } = record
  return [...acknowledgements(record), ...order(record), ...finalState(record)].map(what => ({ session, seat, what }))
}

/** Every command is confirmed once, in order, without a gap. */
function* acknowledgements({ acked, sent }: Record): Generator<string> {
  let expected = 1
  for (const { seq } of acked) {
    if (seq !== expected) yield `command ${seq} was acknowledged where ${expected} was due`
    expected = seq + 1
  }
  if (expected - 1 > sent.length) yield `command ${expected - 1} was acknowledged, but only ${sent.length} were sent`
}

/** No view and no acknowledgement is older than one before it. */
function* order({ moments, final }: Record): Generator<string> {
  let newest: Moment = { epoch: -1, version: -1, progress: 0 }
  for (const moment of final === null ? moments : [...moments, final]) {
    if (moment.epoch < newest.epoch || (moment.epoch === newest.epoch && moment.version < newest.version))
      yield `epoch ${moment.epoch} version ${moment.version} came after epoch ${newest.epoch} version ${newest.version}`
    // A seat's versions are of one epoch each: a higher epoch that has lost something shows it by its game.
    else if (moment.progress < newest.progress)
      yield `epoch ${moment.epoch} version ${moment.version} shows progress ${moment.progress}, but ${newest.progress} was shown before`
    else newest = moment
  }
}

/** The final state holds all that was acknowledged, nothing that was not sent, and exactly those commands. */
function* finalState({ acked, sent, final, livedOn }: Record): Generator<string> {
  if (livedOn) return
  if (final === null) {
    yield 'the session told no final state'
    return
  }
  const confirmed = Math.max(0, ...acked.map(({ seq }) => seq))
  if (final.last < confirmed) yield `command ${confirmed} was acknowledged, but the last one applied is ${final.last}`
  if (final.last > sent.length) yield `${final.last} commands were applied, but only ${sent.length} were sent`
  const applied = sent.slice(0, final.last)
  const chain = applied.reduce<number>((before, body, at) => nextChain(before, (at + 1) as Seq, body), CHAIN_START)
  if (final.last <= sent.length && chain !== final.chain)
    yield `the chain of commands 1 to ${final.last} is ${final.chain}, but should be ${chain}`
}
