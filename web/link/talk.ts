// What is said and heard, whichever socket carries it: in the lobby, and in the session that the player is in. It tells
// the link what a message says about its socket, and leaves the sockets to it. Safe because everything said may be said
// again: numbers, keys and client ids make repetitions harmless. It must never know what a command or a view means.
import type { PlayerErrorCode } from '../../protocol/errors.ts'
import type { ClientId, Code, SessionId } from '../../protocol/ids.ts'
import type { GameInfo, PlayerError, ToNode, ToPlayer } from '../../protocol/player.ts'
import type { Carrier, Verdict } from './carrier.ts'
import { newId } from './identity.ts'
import { Lobby } from './lobby.ts'
import { isCode } from './lobby-request.ts'
import type { Command, Wanted } from './seat.ts'
import { SessionTalk } from './session-talk.ts'
import type { LinkState } from './state.ts'
import { STRIKES_MAX } from './timing.ts'
import { Visit } from './visit.ts'
import { Watchdog } from './watchdog.ts'

export class Talk {
  readonly #carrier: Carrier
  readonly #newId: () => ClientId
  readonly #watchdog: Watchdog
  readonly #lobby: Lobby
  /** Never while the lobby has a request. */
  #play: SessionTalk | null = null

  constructor(carrier: Carrier, random: () => number) {
    this.#carrier = carrier
    this.#watchdog = new Watchdog(carrier.patience)
    this.#newId = () => newId(random)
    this.#lobby = new Lobby(this.#newId, carrier.patience)
  }

  state(): Omit<LinkState, 'status' | 'socketMoves'> {
    return { ...this.#lobby.state(), session: this.#play?.visit.state() ?? null }
  }

  get session(): SessionId | null {
    return this.#play?.visit.session ?? null
  }

  /** There is nothing to connect for until the player does something. */
  get replaced(): boolean {
    return this.#play?.replaced ?? false
  }

  create() {
    if (this.#lobby.request?.wanted.kind === 'create') return
    this.leave()
    this.#carrier.say([this.#lobby.wantSession(this.#carrier.now)])
  }

  join(code: string) {
    if (!isCode(code)) return this.#problem('unknown-session', `A code has 4 to 10 letters: "${code}" has not.`)
    this.leave()
    this.#carrier.say([this.#lobby.wantSeat(code.toUpperCase() as Code, this.#carrier.now)])
  }

  enter(session: SessionId, code = this.#lobby.codeOf(session), sent = false, savedAt: number | null = null) {
    if (this.session === session && this.replaced) return this.takeSeat()
    if (this.session === session && this.#play?.live) return
    this.leave()
    this.#enter(new Visit({ session, client: this.#newId(), code, number: null, made: false, sent, savedAt }))
  }

  leave() {
    const play = this.#play
    this.#play = null
    this.#lobby.clear()
    this.#carrier.changed()
    if (!play) return
    play.giveUp('not-attached')
    this.#carrier.sayOnAll([{ kind: 'leave', session: play.visit.session }])
    this.#watchdog.start(this.#carrier.now, false)
  }

  takeSeat() {
    if (!this.#play?.replaced) return
    this.#lobby.clear()
    this.#play.retake(this.#newId())
  }

  list() {
    this.#carrier.say([{ kind: 'list' }])
  }

  act(wanted: Wanted) {
    if (this.#play) return this.#play.act(wanted)
    this.#carrier.emit({ kind: 'dropped', session: null, seq: null, body: wanted.body, code: 'not-attached' })
    this.#problem('not-attached', 'Enter a session first.')
  }

  /** All that is unanswered, for a socket that is new to the game. `carries`: it is, or is now, the one that carries
   *  it. */
  introduction(carries: boolean): { readonly messages: readonly ToNode[]; readonly commands: readonly Command[] } {
    const play = this.#playing()
    const { request } = this.#lobby
    if (carries) {
      this.#watchdog.start(this.#carrier.now, play !== null)
      request?.restart(this.#carrier.now)
    }
    if (play) return { messages: [play.hello()], commands: carries ? play.visit.seat.pending : [] }
    return { messages: carries && request ? [request.wanted] : [], commands: [] }
  }

  due(): number {
    const watchdog = this.#watchdog.due(this.#playing()?.visit.waiting ?? false)
    return Math.min(watchdog, this.#lobby.request?.due() ?? Number.POSITIVE_INFINITY)
  }

  /** Says what is due. True where the socket has given no answer for too long. */
  tick(): boolean {
    const { now } = this.#carrier
    const { request } = this.#lobby
    const play = this.#playing()
    const asking = request?.tick(now) ?? null
    const watchdog = this.#watchdog.tick(now, play?.visit.waiting ?? false)
    if (asking === 'repair' || watchdog === 'repair') return true
    if (request && asking === 'speak') {
      request.said(now)
      this.#carrier.say([request.wanted])
    }
    if (watchdog === 'speak' && play) play.sayAgain()
    else if (watchdog === 'speak') {
      this.#watchdog.said(now)
      this.#carrier.say([{ kind: 'ping', n: 0 }])
    }
    return false
  }

  /** `carries`: by the socket that carries the game. */
  hear(message: Exclude<ToPlayer, { kind: 'goaway' }>, carries: boolean): Verdict {
    const play = this.#playing()
    switch (message.kind) {
      case 'ready':
        this.#lobby.onReady(message)
        this.#listed(message.games)
        return play ? null : 'works'
      case 'games':
        this.#lobby.onGames(message)
        this.#listed(message.games)
        return null
      case 'created':
      case 'joined': {
        const visit = this.#lobby.onGranted(message)
        if (visit) this.#enter(visit)
        return null
      }
      case 'pong':
        if (carries && !play) this.#watchdog.answered(this.#carrier.now)
        return null
      case 'error':
        return this.#onError(message, carries)
      default:
        return play?.visit.session === message.session ? play.hear(message, carries) : null
    }
  }

  #onError(error: PlayerError, carries: boolean): Verdict {
    const { now } = this.#carrier
    const play = this.#playing()
    const mine = play && (error.session === undefined || error.session === play.visit.session) ? play : null
    switch (error.code) {
      case 'bad-token':
      case 'bad-protocol':
        this.#problem(error.code, error.text)
        return 'refused'
      case 'node-draining':
        this.#lobby.request?.answered(now)
        return 'leaving'
      case 'seat-held':
        return mine?.onSeatHeld(error, carries) ?? null
      case 'seq-expected':
        mine?.onSeqExpected(error.expected ?? 0)
        return null
      case 'not-attached':
        mine?.onNotAttached()
        return null
      case 'too-fast':
        this.#watchdog.slowed(now)
        this.#lobby.request?.said(now)
        break
      case 'another-incarnation':
        // What is unconfirmed may be lost or not: we come as a new client. Of two nodes that know different
        // incarnations one alone is believed, or each would send us to the other's.
        if (mine && error.as && carries) this.enter(error.as, mine.visit.state().code, true, error.savedAt ?? null)
        return null
      case 'unknown-session':
      case 'no-seat':
      case 'session-over':
      case 'session-full':
        if (!mine) return this.#onNotGranted(error)
        this.#onNoSession(mine, error)
        return null
      case 'too-many-games':
      case 'too-many-tries':
        return this.#onNotGranted(error)
      case 'no-backup':
      case 'node-full':
      case 'game-failed':
        if (!mine && error.key === undefined) return this.#onNotGranted(error)
        this.#lobby.request?.answered(now)
        break
      default:
    }
    this.#problem(error.code, error.text)
    return null
  }

  #onNoSession(play: SessionTalk, error: PlayerError) {
    const { visit } = play
    if (error.code !== 'session-over') {
      // A directory may lag behind, so one answer proves nothing; and where we have been there is a session.
      if (visit.certain(error.code)) return play.missed()
      if (++visit.strikes >= STRIKES_MAX) this.leave()
      return this.#problem(error.code, error.text)
    }
    play.end()
    this.#watchdog.start(this.#carrier.now, false)
    if (!visit.made) return
    // It ended because nobody entered it in time: the request is not granted yet.
    this.#play = null
    this.#carrier.say([this.#lobby.wantSession(this.#carrier.now)])
  }

  #onNotGranted(error: PlayerError): null {
    const instead = this.#lobby.onRefused(error, this.#carrier.now)
    if (instead) this.#carrier.say([instead])
    this.#carrier.changed()
    return null
  }

  /** The session, while there is something to say in it. */
  #playing(): SessionTalk | null {
    return this.#play?.live ? this.#play : null
  }

  #enter(visit: Visit) {
    this.#play = new SessionTalk(visit, this.#carrier, this.#watchdog, (code, text) => this.#problem(code, text))
    this.#watchdog.start(this.#carrier.now, true)
    this.#carrier.sayOnAll([this.#play.hello()])
    this.#carrier.changed()
  }

  #listed(games: readonly GameInfo[]) {
    const game = games.find(({ session }) => session === this.session)
    if (game) this.#play?.visit.named(game.code)
    this.#carrier.changed()
  }

  #problem(code: PlayerErrorCode, text: string) {
    this.#lobby.problem(code, text, this.#carrier.now)
    this.#carrier.changed()
  }
}
