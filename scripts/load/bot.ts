// One player without a person: the real link over a real socket, and a record of all that was done and seen for the
// verdict.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Code } from '../../protocol/ids.ts'
import type { MinotaurView } from '../../protocol/minotaur.ts'
import { type RunningLink, runLink } from '../../web/link/browser.ts'
import type { LinkState, SessionState } from '../../web/link/state.ts'
import { choose, type Random } from './choose.ts'
import { look } from './look.ts'
import type { Confirmed } from './measure.ts'
import type { Dues } from './schedule.ts'
import { progressOf, Stay } from './stay.ts'
import type { Record } from './verdict.ts'

/** A session that is made, joined or left takes no longer, or something is wrong. */
export const PATIENCE_MS = 20_000
/** A bot that has so many commands unconfirmed waits. */
const PIPELINED_MAX = 3

/** What one node has made, others hear of in a moment; that it takes longer than this is wrong. */
export const UNKNOWN_MS = 5_000
const JOIN_AGAIN_MS = 100

const isEntered = ({ session }: LinkState) => session?.held === true && session.view !== null

export class StuckError extends Error {
  override readonly name = 'StuckError'
}

export interface BotOptions {
  /** `ws://host:port/play`, or several to go to. */
  readonly url: string | readonly string[]
  readonly token: string
  readonly name: string
  readonly random: Random
  /** Where nothing answers for longer, something is wrong. */
  readonly patienceMs: number
  /** How long a node may not know a code that another one gave. */
  readonly unknownMs: number
  /** How long each command took to be confirmed; times are of performance.now(). */
  readonly onConfirmed: (bot: Bot, command: Confirmed) => void
  /** When its commands are due, in a run that has a rate; null where each waits for the one before. */
  readonly dues?: Dues | null
}

/** How closely a player keeps to its moments. */
const DUE_LOOK_MS = 1
/** How often one that waits for an answer looks whether the run is over. */
const BUSY_LOOK_MS = 250

export class Bot {
  readonly name: string
  /** What should never happen, in words. */
  readonly complaints: string[] = []
  /** Joins that came to a node which did not know the session yet. */
  joinsRepeated = 0
  readonly #options: BotOptions
  readonly #link: RunningLink
  readonly #waiting = new Set<() => void>()
  #stay = new Stay()

  constructor(options: BotOptions) {
    this.name = options.name
    this.#options = options
    const { url, token, random } = options
    this.#link = runLink({
      url,
      token,
      random,
      onChange: state => this.#onChange(state),
      onAck: acked => {
        const ackedAt = performance.now()
        options.onConfirmed(this, { ...this.#stay.confirm(acked, ackedAt), ackedAt })
      },
      onBroken: ({ session, text }) => this.complaints.push(`session ${session}: ${text}`),
    })
  }

  get state(): LinkState {
    return this.#link.state
  }

  get view(): MinotaurView | null {
    return (this.state.session?.view ?? null) as MinotaurView | null
  }

  /** Makes a session and enters it. @throws StuckError */
  async create(): Promise<Code> {
    this.#link.tell({ kind: 'create' })
    const { code } = await this.#entered('to make a session')
    return code!
  }

  /** Tries again, as people do, where the node does not know the code yet. @throws StuckError */
  async join(code: Code): Promise<void> {
    const startedAt = performance.now()
    for (;;) {
      this.#link.tell({ kind: 'join', code })
      const isUnknown = ({ problems, joining, session }: LinkState) =>
        joining === null && session === null && problems.at(-1)?.code === 'unknown-session'
      const state = await this.until(state => isEntered(state) || isUnknown(state), `to join ${code}`)
      if (isEntered(state)) return
      if (performance.now() - startedAt > this.#options.unknownMs)
        throw new StuckError(`${this.name}: nobody knows ${code}`)
      this.joinsRepeated++
      await sleep(JOIN_AGAIN_MS)
    }
  }

  /** Plays until the game is over or `stop` says so: a legal command every `paceMs`, more or less. */
  async play({ players, paceMs, stop }: { players: number; paceMs: number; stop: AbortSignal }): Promise<void> {
    const { random, dues } = this.#options
    if (dues) return this.#playInTime(dues, players, stop)
    while (!stop.aborted && this.view?.phase !== 'over' && this.state.status !== 'replaced') {
      const unconfirmed = this.state.session?.unconfirmed.length ?? 0
      if (this.view && unconfirmed < (random() < 0.2 ? PIPELINED_MAX : 1))
        for (const command of choose(this.view, players, random)) this.act(command)
      await sleep(paceMs * (0.5 + random()))
    }
  }

  /** A command at each moment at which one is due; while the last one is not answered, the next ones wait and count
   *  from when they were due. */
  async #playInTime(dues: Dues, players: number, stop: AbortSignal): Promise<void> {
    dues.skipTo(performance.now())
    let until = Number.POSITIVE_INFINITY
    const patience = () => until + this.#options.patienceMs
    while (this.view?.phase !== 'over' && this.state.status !== 'replaced') {
      // What was due before the end is still sent, or the longest waits would be left out.
      if (stop.aborted) until = Math.min(until, performance.now())
      if (dues.next > until || performance.now() > patience()) return
      const isFree = this.state.session?.unconfirmed.length === 0
      if (this.view && isFree && dues.next <= performance.now()) {
        // Who has nothing to choose says again that it is ready: also that is a command, and is answered.
        const [command = { do: 'ready', ready: true }] = choose(this.view, players, this.#options.random)
        this.act(command, dues.next)
        dues.take()
      } else if (isFree && this.view)
        await sleep(Math.max(DUE_LOOK_MS, Math.min(BUSY_LOOK_MS, dues.next - performance.now())))
      else await this.#changed(BUSY_LOOK_MS)
    }
  }

  act(body: unknown, dueAt = performance.now()): void {
    this.#stay.send(body, { dueAt, sentAt: performance.now() })
    this.#link.tell({ kind: 'act', body, ...(this.view ? { moment: this.view.round } : {}) })
  }

  /** Leaves the session, asks it for its final state as a fresh client, and gives the records of the stay. */
  async finish(): Promise<Record[]> {
    await this.until(state => (state.session?.unconfirmed.length ?? 0) === 0, 'for its last answers').catch(() =>
      this.complaints.push('its last commands were never answered'),
    )
    const { session } = this.state
    const stay = this.#stay
    this.#link.tell({ kind: 'leave' })
    this.#stay = new Stay()
    if (session === null || session.seat === null) {
      if (stay.livedOn) this.complaints.push('its session went on without it')
      return []
    }
    const { url, token, patienceMs } = this.#options
    const seated = { session: session.session, holder: session.client }
    const seen = await look(url, this.state.renewed ?? token, seated, patienceMs)
    return stay.records(
      session.seat,
      seen && { ...seen.welcome, progress: progressOf(seen.update.view as MinotaurView) },
    )
  }

  stop(): void {
    this.#link.stop()
  }

  /** @throws StuckError */
  async until(is: (state: LinkState) => boolean, what: string): Promise<LinkState> {
    const timeout = performance.now() + this.#options.patienceMs
    while (!is(this.state)) {
      await this.#changed(Math.max(1, timeout - performance.now()))
      if (performance.now() >= timeout) {
        const { status, problems } = this.state
        throw new StuckError(`${this.name} waits ${what}: ${status}, ${problems.at(-1)?.text ?? 'no problem told'}`)
      }
    }
    return this.state
  }

  /** Resolves when anything has changed, or after so long. */
  async #changed(withinMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, withinMs)
    this.#waiting.add(resolve)
    await promise
    this.#waiting.delete(resolve)
    clearTimeout(timer)
  }

  async #entered(what: string): Promise<SessionState> {
    const { session } = await this.until(isEntered, what)
    return session!
  }

  #onChange(state: LinkState): void {
    this.#stay.see(state)
    for (const resolve of this.#waiting) resolve()
  }
}
