// What is said and heard in one session: the hello, the commands, and what to say again after which answer. It never
// numbers, confirms or shows anything itself; seat and visit do. It must never know sockets, or that there is a lobby.
import type { PlayerErrorCode } from '../../protocol/errors.ts'
import { type ClientId, NOBODY } from '../../protocol/ids.ts'
import type { PlayerError, ToNode, ToPlayer } from '../../protocol/player.ts'
import type { Carrier, Verdict } from './carrier.ts'
import { asOnWire } from './frames.ts'
import type { Command, Confirmation, Wanted } from './seat.ts'
import { REORDER_MS } from './timing.ts'
import type { Visit } from './visit.ts'
import type { Watchdog } from './watchdog.ts'

type Message<K extends ToPlayer['kind']> = Extract<ToPlayer, { kind: K }>
type Problem = (code: PlayerErrorCode, text: string) => void

export class SessionTalk {
  readonly visit: Visit
  readonly #carrier: Carrier
  readonly #watchdog: Watchdog
  readonly #problem: Problem
  #replaced = false
  /** Who replaced us. */
  #holder: ClientId = NOBODY
  #expected = { seq: 0, at: 0 }

  constructor(visit: Visit, carrier: Carrier, watchdog: Watchdog, problem: Problem) {
    this.visit = visit
    this.#carrier = carrier
    this.#watchdog = watchdog
    this.#problem = problem
  }

  /** Another client has the seat: nothing is said until the player wants it back. */
  get replaced(): boolean {
    return this.#replaced
  }

  get live(): boolean {
    return !this.#replaced && !this.visit.over
  }

  hello(): ToNode {
    return this.visit.seat.hello()
  }

  /** As a new client. */
  retake(client: ClientId) {
    this.#replaced = false
    this.visit.retake(client, this.#holder)
    this.#carrier.changed()
  }

  act({ body, moment }: Wanted) {
    const { visit } = this
    if (visit.over) return this.#refuse(body, 'session-over', 'The session has ended.')
    if (this.#replaced) return this.#refuse(body, 'seat-held', 'Another client holds the seat.')
    const wire = asOnWire(body)
    if (typeof wire === 'string') return this.#refuse(body, wire, 'The command is too large, or no plain value.')
    if (!visit.seat.push({ ...wire, ...(moment === undefined ? {} : { moment }) }))
      return this.#refuse(body, 'too-many-unconfirmed', 'Too many commands wait: try again when some are confirmed.')
    if (!visit.waiting) this.#watchdog.progressed()
    this.#carrier.changed()
    this.#sayCommands(visit.seat.number())
  }

  sayAgain() {
    this.#say([this.hello()], this.visit.seat.pending)
  }

  /** Nothing more will come of what waits. */
  giveUp(code: PlayerErrorCode) {
    const { session, seat } = this.visit
    for (const { seq, body } of seat.abandon()) this.#carrier.emit({ kind: 'dropped', session, seq, body, code })
    this.#carrier.changed()
  }

  /** There is such a session, and the node does not know it: it has just started, as perhaps all have. */
  missed() {
    this.visit.pause('No server that answers knows this game yet. It goes on when one does.')
    this.#carrier.changed()
  }

  end() {
    this.giveUp('session-over')
    this.visit.end()
  }

  hear(message: Message<'welcome' | 'ack' | 'update' | 'paused'>, carries: boolean): Verdict {
    const { visit } = this
    if (message.kind === 'welcome' && message.client !== visit.seat.client) return null
    this.#carrier.changed()
    if (message.kind === 'paused') {
      visit.pause(message.why)
      if (carries) this.#watchdog.paused()
      return null
    }
    if (message.kind === 'update') visit.onUpdate(message, this.#carrier.now)
    else this.#confirm(message.kind === 'ack' ? visit.onAck(message) : visit.onWelcome(message))
    if (carries) this.#heard(message.kind !== 'update')
    const fresh = visit.seat.number()
    // What was on its way to the owner of the epoch before may have been lost with it.
    if (visit.seat.see(message) && visit.seat.pending.length > 0) this.sayAgain()
    else this.#sayCommands(fresh)
    return message.kind === 'welcome' ? 'works' : null
  }

  onSeatHeld(error: PlayerError, carries: boolean): Verdict {
    if (carries) this.#heard(true)
    const outcome = this.visit.seat.onHeldByOther(error)
    if (outcome === 'again') this.sayAgain()
    if (outcome !== 'replaced') return null
    this.#replaced = true
    this.#holder = error.holder ?? NOBODY
    this.giveUp('seat-held')
    return 'replaced'
  }

  /** Something before was lost. Every command behind it is answered so: one resend is enough. */
  onSeqExpected(expected: number) {
    const { now } = this.#carrier
    if (!this.visit.seat.has(expected)) return
    if (this.#expected.seq === expected && now - this.#expected.at < REORDER_MS) return
    this.#expected = { seq: expected, at: now }
    this.#sayCommands(this.visit.seat.from(expected))
  }

  /** The node forgot that this socket said hello, or never heard it. */
  onNotAttached() {
    if (!this.#watchdog.recently(this.#carrier.now, REORDER_MS)) this.sayAgain()
  }

  #heard(answer: boolean) {
    this.#watchdog.heard(this.#carrier.now)
    if (answer) this.#watchdog.answered(this.#carrier.now)
    if (!this.visit.waiting) this.#watchdog.progressed()
  }

  #confirm({ results, broken }: Confirmation) {
    const { session } = this.visit
    for (const result of results) this.#carrier.emit({ kind: 'acked', session, ...result })
    if (results.length > 0) this.#watchdog.progressed()
    if (broken !== null) this.#carrier.emit({ kind: 'broken', session, text: broken })
  }

  #say(messages: readonly ToNode[], commands: readonly Command[]) {
    this.#watchdog.said(this.#carrier.now)
    this.#carrier.say(messages, commands)
  }

  #sayCommands(commands: readonly Command[]) {
    if (commands.length > 0) this.#say([], commands)
  }

  #refuse(body: unknown, code: PlayerErrorCode, text: string) {
    this.#carrier.emit({ kind: 'dropped', session: this.visit.session, seq: null, body, code })
    this.#problem(code, text)
  }
}
