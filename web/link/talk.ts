// What is said and heard, whichever socket carries it: in the lobby, and in the session that the player is in. It tells
// the link what a message says about its socket, and leaves the sockets to it. Safe because everything said may be said
// again: numbers, keys and client ids make repetitions harmless. It must never know what a command or a view means.
import type { PlayerErrorCode } from '../../protocol/errors.ts'
import type { ClientId, Code, SessionId } from '../../protocol/ids.ts'
import type { GameInfo, PlayerError, ToNode, ToPlayer } from '../../protocol/player.ts'
import { newId } from './identity.ts'
import type { Line, Verdict } from './line.ts'
import { Lobby } from './lobby.ts'
import { Play } from './play.ts'
import { Pulse } from './pulse.ts'
import type { Command, Wanted } from './seat.ts'
import type { LinkState } from './state.ts'
import { STRIKES_MAX } from './timing.ts'
import { Visit } from './visit.ts'
import { isCode } from './wish.ts'

export class Talk {
  readonly #line: Line
  readonly #newId: () => ClientId
  readonly #pulse: Pulse
  readonly #lobby: Lobby
  /** Never while the lobby has a wish. */
  #play: Play | null = null

  constructor(line: Line, random: () => number) {
    this.#line = line
    this.#pulse = new Pulse(line.patience)
    this.#newId = () => newId(random)
    this.#lobby = new Lobby(this.#newId, line.patience)
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
    if (this.#lobby.wish?.wanted.kind === 'create') return
    this.leave()
    this.#line.say([this.#lobby.wantSession(this.#line.now)])
  }

  join(code: string) {
    if (!isCode(code)) return this.#problem('unknown-session', `A code has 4 to 10 letters: "${code}" has not.`)
    this.leave()
    this.#line.say([this.#lobby.wantSeat(code.toUpperCase() as Code, this.#line.now)])
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
    this.#line.changed()
    if (!play) return
    play.giveUp('not-attached')
    this.#line.sayOnAll([{ kind: 'leave', session: play.visit.session }])
    this.#pulse.start(this.#line.now, false)
  }

  takeSeat() {
    if (!this.#play?.replaced) return
    this.#lobby.clear()
    this.#play.retake(this.#newId())
  }

  list() {
    this.#line.say([{ kind: 'list' }])
  }

  act(wanted: Wanted) {
    if (this.#play) return this.#play.act(wanted)
    this.#line.emit({ kind: 'dropped', session: null, seq: null, body: wanted.body, code: 'not-attached' })
    this.#problem('not-attached', 'Enter a session first.')
  }

  /** All that is unanswered, for a socket that is new to the game. `carries`: it is, or is now, the one that carries
   *  it. */
  introduction(carries: boolean): { readonly messages: readonly ToNode[]; readonly commands: readonly Command[] } {
    const play = this.#playing()
    const { wish } = this.#lobby
    if (carries) {
      this.#pulse.start(this.#line.now, play !== null)
      wish?.restart(this.#line.now)
    }
    if (play) return { messages: [play.hello()], commands: carries ? play.visit.seat.pending : [] }
    return { messages: carries && wish ? [wish.wanted] : [], commands: [] }
  }

  due(): number {
    const pulse = this.#pulse.due(this.#playing()?.visit.waiting ?? false)
    return Math.min(pulse, this.#lobby.wish?.due() ?? Number.POSITIVE_INFINITY)
  }

  /** Says what is due. True where the socket has given no answer for too long. */
  tick(): boolean {
    const { now } = this.#line
    const { wish } = this.#lobby
    const play = this.#playing()
    const asking = wish?.tick(now) ?? null
    const pulse = this.#pulse.tick(now, play?.visit.waiting ?? false)
    if (asking === 'repair' || pulse === 'repair') return true
    if (wish && asking === 'speak') {
      wish.said(now)
      this.#line.say([wish.wanted])
    }
    if (pulse === 'speak' && play) play.sayAgain()
    else if (pulse === 'speak') {
      this.#pulse.said(now)
      this.#line.say([{ kind: 'ping', n: 0 }])
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
        if (carries && !play) this.#pulse.answered(this.#line.now)
        return null
      case 'error':
        return this.#onError(message, carries)
      default:
        return play?.visit.session === message.session ? play.hear(message, carries) : null
    }
  }

  #onError(error: PlayerError, carries: boolean): Verdict {
    const { now } = this.#line
    const play = this.#playing()
    const mine = play && (error.session === undefined || error.session === play.visit.session) ? play : null
    switch (error.code) {
      case 'bad-token':
      case 'bad-protocol':
        this.#problem(error.code, error.text)
        return 'refused'
      case 'node-draining':
        this.#lobby.wish?.answered(now)
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
        this.#pulse.slowed(now)
        this.#lobby.wish?.said(now)
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
        this.#lobby.wish?.answered(now)
        break
      default:
    }
    this.#problem(error.code, error.text)
    return null
  }

  #onNoSession(play: Play, error: PlayerError) {
    const { visit } = play
    if (error.code !== 'session-over') {
      // A directory may lag behind, so one answer proves nothing; and where we have been there is a session.
      if (visit.certain(error.code)) return play.missed()
      if (++visit.strikes >= STRIKES_MAX) this.leave()
      return this.#problem(error.code, error.text)
    }
    play.end()
    this.#pulse.start(this.#line.now, false)
    if (!visit.made) return
    // It ended because nobody entered it in time: the wish is not granted yet.
    this.#play = null
    this.#line.say([this.#lobby.wantSession(this.#line.now)])
  }

  #onNotGranted(error: PlayerError): null {
    const instead = this.#lobby.onRefused(error, this.#line.now)
    if (instead) this.#line.say([instead])
    this.#line.changed()
    return null
  }

  /** The session, while there is something to say in it. */
  #playing(): Play | null {
    return this.#play?.live ? this.#play : null
  }

  #enter(visit: Visit) {
    this.#play = new Play(visit, this.#line, this.#pulse, (code, text) => this.#problem(code, text))
    this.#pulse.start(this.#line.now, true)
    this.#line.sayOnAll([this.#play.hello()])
    this.#line.changed()
  }

  #listed(games: readonly GameInfo[]) {
    const game = games.find(({ session }) => session === this.session)
    if (game) this.#play?.visit.named(game.code)
    this.#line.changed()
  }

  #problem(code: PlayerErrorCode, text: string) {
    this.#lobby.problem(code, text, this.#line.now)
    this.#line.changed()
  }
}
