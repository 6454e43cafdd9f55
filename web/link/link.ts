// A player's connection as a pure machine: `handle(event, now)` gives effects, and `state` is what a page shows. It
// joins the two halves, sockets and talk: which socket carries what is said, and what becomes of a socket for what is
// heard on it. Safe because the talk may be repeated on any socket at any time. It must never know a clock, a real
// socket, or what a command or a view means.
import type { ToNode, ToPlayer } from '../../protocol/player.ts'
import { PLAYER_PROTOCOL } from '../../protocol/version.ts'
import type { Carrier, Verdict } from './carrier.ts'
import type { Effect } from './effect.ts'
import type { Event, LinkSocket, Timer } from './event.ts'
import { frames } from './frames.ts'
import { Patience } from './patience.ts'
import type { Command } from './seat.ts'
import { type Sock, Sockets } from './sockets.ts'
import type { LinkState, Status } from './state.ts'
import { Talk } from './talk.ts'

export interface LinkOptions {
  readonly token: string
  /** Uniform in [0, 1): the source of client ids, create keys and jitter. Seeded in tests, the system's own in a
   *  browser. */
  readonly random: () => number
}

const NEVER = Number.POSITIVE_INFINITY

export class Link {
  readonly #patience = new Patience()
  readonly #sockets: Sockets
  readonly #talk: Talk
  #token: string
  #now = 0
  #effects: Effect[] = []
  #running = false
  #refused = false
  /** The earliest timer that is out. */
  #armed = NEVER
  /** Null when something has changed since it was made. */
  #state: LinkState | null = null
  #changed = false

  constructor(options: LinkOptions) {
    this.#token = options.token
    this.#sockets = new Sockets(effect => this.#effects.push(effect), this.#patience, options.random)
    this.#talk = new Talk(this.#carrier(), options.random)
  }

  get state(): LinkState {
    this.#state ??= { ...this.#talk.state(), status: this.#status(), socketMoves: this.#sockets.moves }
    return this.#state
  }

  handle(event: Event, now: number): Effect[] {
    this.#now = now
    this.#on(event)
    if (this.#running && !this.#refused && !this.#talk.replaced) this.#sockets.connect(now)
    this.#arm()
    if (this.#changed) this.#effects.push({ kind: 'changed' })
    this.#changed = false
    return this.#effects.splice(0)
  }

  #carrier(): Carrier {
    const now = () => this.#now
    return {
      get now() {
        return now()
      },
      patience: this.#patience,
      emit: effect => this.#effects.push(effect),
      changed: () => this.#touch(),
      say: (messages, commands = []) => this.#send(this.#sockets.main, messages, commands),
      sayOnAll: messages => {
        this.#send(this.#sockets.main, messages)
        this.#send(this.#sockets.spare, messages)
      },
    }
  }

  #on(event: Event) {
    switch (event.kind) {
      case 'start':
        this.#running = true
        return this.#touch()
      case 'stop':
        this.#running = false
        return this.#closeAll()
      case 'token':
        this.#token = event.token
        this.#refused = false
        return this.#touch()
      case 'timer':
        return this.#onTimer(event.timer)
      case 'socket-open':
        return this.#onOpen(event.socket)
      case 'socket-messages':
        return this.#onMessages(event.socket, event.messages)
      case 'socket-closed':
      case 'socket-failed':
        return this.#onLost(event.socket)
      case 'create':
        return this.#talk.create()
      case 'join':
        return this.#talk.join(event.code)
      case 'enter':
        return this.#talk.enter(event.session)
      case 'act':
        return this.#talk.act(event)
      case 'leave':
        return this.#talk.leave()
      case 'take-seat':
        return this.#talk.takeSeat()
      case 'list':
        return this.#talk.list()
      default:
        return event satisfies never
    }
  }

  #onOpen(id: LinkSocket) {
    const sock = this.#sockets.find(id)
    if (sock?.phase !== 'connecting') return
    sock.phase = 'open'
    sock.openedAt = this.#now
    this.#introduce(sock, [{ kind: 'auth', protocol: PLAYER_PROTOCOL, token: this.#token }])
  }

  #onLost(id: LinkSocket) {
    const sock = this.#sockets.find(id)
    if (sock) this.#promote(this.#sockets.lost(sock, this.#now))
  }

  #onMessages(id: LinkSocket, messages: readonly ToPlayer[]) {
    // A node that leaves lets its callers in all the same; whoever looks for one that stays is told in the same frame.
    const { spare } = this.#sockets
    if (spare?.id === id && messages.some(({ kind }) => kind === 'goaway')) return this.#onLeaving(spare, 0)
    for (const message of messages) {
      const sock = this.#sockets.find(id)
      if (!sock) return
      if (message.kind === 'ready') this.#onReady(sock)
      if (message.kind === 'ready' && message.token !== undefined) {
        this.#token = message.token
        this.#touch()
      }
      if (message.kind === 'goaway') this.#onLeaving(sock, message.withinMs)
      else this.#judge(sock, this.#talk.hear(message, sock === this.#sockets.main))
    }
  }

  #onReady(sock: Sock) {
    sock.phase = 'ready'
    this.#patience.measured(this.#now - sock.openedAt)
  }

  #judge(sock: Sock, verdict: Verdict) {
    switch (verdict) {
      case null:
        return
      case 'works':
        if (this.#sockets.works(sock)) this.#introduce(sock)
        return this.#touch()
      case 'leaving':
        return this.#onLeaving(sock, 0)
      case 'refused':
        this.#refused = true
        return this.#closeAll()
      case 'replaced':
        return this.#closeAll()
      default:
        return verdict satisfies never
    }
  }

  /** A socket that carries the game is kept until another one works; any other is of no use on a node that leaves. */
  #onLeaving(sock: Sock, withinMs: number) {
    if (sock === this.#sockets.main && sock.phase === 'ready') this.#sockets.leave(withinMs, this.#now)
    else this.#promote(this.#sockets.drop(sock, this.#now))
    this.#touch()
  }

  #onTimer(timer: Timer) {
    if (timer.at !== this.#armed) return
    this.#armed = NEVER
    if (!this.#running) return
    const { main } = this.#sockets
    this.#promote(this.#sockets.tick(this.#now))
    const slow = this.#sockets.slow(this.#now)
    if (slow) this.#introduce(slow)
    if (main?.phase !== 'ready' || main !== this.#sockets.main) return
    if (this.#now >= this.#talk.due() && this.#talk.tick()) this.#promote(this.#sockets.repair(main, this.#now))
  }

  #arm() {
    if (!this.#running) return
    const due = Math.min(this.#sockets.due(), this.#sockets.main?.phase === 'ready' ? this.#talk.due() : NEVER)
    if (due >= this.#armed) return
    this.#armed = due
    this.#effects.push({ kind: 'timer', afterMs: Math.max(0, due - this.#now), timer: { kind: 'tick', at: due } })
  }

  /** Where the spare socket has become the main one and is open already, it has not been told all. */
  #promote(changed: boolean) {
    const { main } = this.#sockets
    if (changed && main && main.phase !== 'connecting') this.#introduce(main)
    this.#touch()
  }

  #introduce(sock: Sock, head: readonly ToNode[] = []) {
    const { messages, commands } = this.#talk.introduction(sock === this.#sockets.main)
    sock.askedAt = this.#now
    this.#send(sock, [...head, ...messages], commands)
  }

  #send(sock: Sock | null, messages: readonly ToNode[], commands: readonly Command[] = []) {
    if (!sock || sock.phase === 'connecting') return
    const session = this.#talk.session
    for (const frame of frames(messages, session, commands))
      this.#effects.push({ kind: 'send', socket: sock.id, messages: frame })
  }

  #closeAll() {
    this.#sockets.closeAll()
    this.#touch()
  }

  #touch() {
    this.#changed = true
    this.#state = null
  }

  #status(): Status {
    if (!this.#running) return 'offline'
    if (this.#refused) return 'refused'
    if (this.#talk.replaced) return 'replaced'
    if (this.#sockets.main?.phase === 'ready') return this.#sockets.moving ? 'moving' : 'online'
    return this.#sockets.failing ? 'offline' : 'connecting'
  }
}
