// A world of faults around one or two links of one seat, in virtual time from one seed: frames are late, lost, repeated
// and overtake each other; sockets are refused, cut, or lead nowhere; nodes leave; the owner crashes. `heal` ends all
// that.
import { decodeToNode, decodeToPlayer, encodeToNode, encodeToPlayer } from '../../../protocol/codec.ts'
import { type ClientId, NOBODY, type PlayerId } from '../../../protocol/ids.ts'
import type { ToNode, ToPlayer } from '../../../protocol/player.ts'
import type { Effect } from '../../../web/link/effect.ts'
import type { Event, LinkSocket } from '../../../web/link/event.ts'
import { Link } from '../../../web/link/link.ts'
import { GAME, goaway, ready } from './hand.ts'
import { Owner } from './owner.ts'
import { seeded } from './seeded.ts'

interface Socket {
  readonly tab: Tab
  readonly id: LinkSocket
  client: ClientId
  authenticated: boolean
  open: boolean
  /** Open, and nothing comes through. */
  deaf: boolean
  leaving: boolean
}

export interface Tab {
  readonly link: Link
  readonly sockets: Map<LinkSocket, Socket>
  readonly effects: Effect[]
  acted: number
}

export class World {
  readonly owner = new Owner()
  readonly tabs: Tab[] = []
  now = 0
  readonly #random: () => number
  /** By time; of one time, in the order of coming. */
  readonly #queue: { readonly at: number; readonly run: () => void }[] = []
  #chaos = true

  constructor(seed: number) {
    this.#random = seeded(seed)
  }

  chance(share: number): boolean {
    return this.#random() < share
  }

  between(least: number, most: number): number {
    return least + Math.floor(this.#random() * (most - least + 1))
  }

  tab(): Tab {
    const link = new Link({ token: 'token', random: this.#random })
    const tab: Tab = { link, sockets: new Map(), effects: [], acted: 0 }
    this.tabs.push(tab)
    this.tell(tab, { kind: 'start' })
    this.tell(tab, { kind: 'enter', session: GAME })
    return tab
  }

  act(tab: Tab) {
    this.tell(tab, { kind: 'act', body: { tab: this.tabs.indexOf(tab), n: ++tab.acted } })
  }

  tell(tab: Tab, event: Event) {
    for (const effect of tab.link.handle(event, this.now)) this.#perform(tab, effect)
  }

  run(ms: number) {
    const until = this.now + ms
    for (;;) {
      const next = this.#queue[0]
      if (!next || next.at > until) break
      this.#queue.shift()
      this.now = next.at
      next.run()
    }
    this.now = until
  }

  /** One of the things that go wrong. */
  mishap() {
    const tab = this.tabs[this.between(0, this.tabs.length - 1)]!
    const sockets = [...tab.sockets.values()]
    const socket = sockets[this.between(0, sockets.length - 1)]
    const which = this.between(0, 5)
    if (which === 0) return this.owner.crash(this.#random())
    if (!socket?.open) return
    if (which === 1) this.#cut(socket)
    if (which === 2) socket.deaf = true
    if (which >= 3) {
      socket.leaving = true
      this.#down(socket, [goaway(this.between(0, 2_000))])
      if (this.chance(0.5)) this.#later(this.between(0, 4_000), () => this.#cut(socket))
    }
  }

  heal() {
    this.#chaos = false
    this.owner.crash(1)
    for (const tab of this.tabs)
      for (const socket of tab.sockets.values()) if (socket.leaving || socket.deaf) this.#cut(socket)
  }

  #later(ms: number, run: () => void) {
    const at = this.now + ms
    const before = this.#queue.findLastIndex(task => task.at <= at)
    this.#queue.splice(before + 1, 0, { at, run })
  }

  #perform(tab: Tab, effect: Effect) {
    tab.effects.push(effect)
    if (effect.kind === 'timer')
      this.#later(effect.afterMs, () => this.tell(tab, { kind: 'timer', timer: effect.timer }))
    else if (effect.kind === 'connect') this.#connect(tab, effect.socket)
    else if (effect.kind === 'close') tab.sockets.delete(effect.socket)
    else if (effect.kind === 'send') this.#up(tab.sockets.get(effect.socket), effect.messages)
  }

  #connect(tab: Tab, id: LinkSocket) {
    const odd = () => this.#chaos && this.chance(0.15)
    const socket: Socket = { tab, id, client: NOBODY, authenticated: false, open: false, deaf: odd(), leaving: odd() }
    tab.sockets.set(id, socket)
    const fails = odd()
    this.#later(this.between(1, 40), () => {
      socket.open = !fails
      if (tab.sockets.has(id)) this.tell(tab, { kind: fails ? 'socket-failed' : 'socket-open', socket: id })
    })
  }

  #cut(socket: Socket) {
    socket.open = false
    if (socket.tab.sockets.delete(socket.id)) this.tell(socket.tab, { kind: 'socket-closed', socket: socket.id })
  }

  /** When a frame arrives: mostly once, in time; else not at all, late, or twice. */
  #arrivals(): number[] {
    if (!this.#chaos || this.chance(0.8)) return [this.between(1, 20)]
    return Array.from({ length: this.between(0, 2) }, () => this.between(1, 1_500))
  }

  #up(socket: Socket | undefined, messages: readonly ToNode[]) {
    if (!socket?.open) throw new Error('a frame for a socket that is not open')
    const bytes = encodeToNode(messages)
    for (const ms of this.#arrivals())
      this.#later(ms, () => {
        if (socket.open && !socket.deaf) for (const message of decodeToNode(bytes)) this.#serve(socket, message)
      })
  }

  #down(socket: Socket, messages: readonly ToPlayer[]) {
    const bytes = encodeToPlayer(messages)
    for (const ms of this.#arrivals())
      this.#later(ms, () => {
        if (!socket.open || socket.deaf || !socket.tab.sockets.has(socket.id)) return
        this.tell(socket.tab, { kind: 'socket-messages', socket: socket.id, messages: decodeToPlayer(bytes) })
      })
  }

  #serve(socket: Socket, message: ToNode) {
    const answer = (...messages: ToPlayer[]) => this.#down(socket, messages)
    if (message.kind === 'auth') {
      socket.authenticated = true
      return answer(ready({ player: 'p' as PlayerId }), ...(socket.leaving ? [goaway(200)] : []))
    }
    if (!socket.authenticated) return
    if (message.kind === 'hello') {
      socket.client = message.client
      this.owner.hello(message, answer)
    } else if (message.kind === 'command') {
      if (socket.client === NOBODY) return answer({ kind: 'error', code: 'not-attached', text: '', session: GAME })
      this.owner.command(socket.client, message, answer)
    } else if (message.kind === 'ping') answer({ kind: 'pong', n: message.n })
    if (this.owner.confirmed < this.owner.log.length) this.#later(this.between(1, 50), () => this.owner.confirm())
  }
}
