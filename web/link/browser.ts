// Runs a link over real sockets and timers: in a browser, and in Node, whose WebSocket and timers are the same. Decides
// nothing but which of several addresses a socket goes to. It must never know what the link says.
import { BrowserSockets } from './browser-sockets.ts'
import type { Effect } from './effect.ts'
import type { Event, PlayerEvent } from './event.ts'
import { Link } from './link.ts'
import type { LinkState } from './state.ts'

export interface RunOptions {
  /** Of any node, or of a balancer: `ws://host:port/play`. Several are taken in turn, from a random one on. */
  readonly url: string | readonly string[]
  readonly token: string
  readonly onChange?: (state: LinkState) => void
  readonly onAck?: (acked: Extract<Effect, { kind: 'acked' }>) => void
  readonly onDrop?: (dropped: Extract<Effect, { kind: 'dropped' }>) => void
  /** A bug on either side; always worth a report. */
  readonly onBroken?: (broken: Extract<Effect, { kind: 'broken' }>) => void
  /** What one of these callbacks threw: it stops nothing. By default it goes to the console. */
  readonly onThrown?: (error: unknown) => void
  /** Uniform in [0, 1). */
  readonly random?: () => number
}

export interface RunningLink {
  readonly state: LinkState
  /** Does what the player wants; the outcome comes by the callbacks, not before this returns if called within one. */
  tell(event: PlayerEvent): void
  /** Closes everything for good. */
  stop(): void
}

const WORD = 2 ** 32
/** Above it setTimeout fires at once. Who is woken early by it looks at the time, and waits on. */
const TIMEOUT_MAX_MS = 2 ** 31 - 1
const toConsole = (error: unknown): void => console.error('A callback of the link failed:', error)
const systemRandom = (): number => crypto.getRandomValues(new Uint32Array(1))[0]! / WORD

/** Starts at once. Times in the state are of `performance.now()`. */
export function runLink(options: RunOptions): RunningLink {
  return new Runner(options)
}

class Runner implements RunningLink {
  readonly #options: RunOptions
  readonly #link: Link
  readonly #sockets: BrowserSockets
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()
  /** The one that is handled, and those that were told meanwhile. */
  readonly #events: Event[] = []

  constructor(options: RunOptions) {
    const random = options.random ?? systemRandom
    const urls = typeof options.url === 'string' ? [options.url] : options.url
    this.#options = options
    this.#sockets = new BrowserSockets(urls, Math.floor(random() * urls.length), event => this.tell(event))
    this.#link = new Link({ token: options.token, random })
    this.tell({ kind: 'start' })
  }

  get state(): LinkState {
    return this.#link.state
  }

  /** One event at a time: a callback that tells something else must not have its frames sent before those of the event
   *  it is told of. */
  tell(event: Event): void {
    if (this.#events.push(event) > 1) return
    for (let next = this.#events[0]; next; next = this.#events[0]) {
      for (const effect of this.#link.handle(next, performance.now())) this.#perform(effect)
      this.#events.shift()
    }
  }

  stop(): void {
    this.tell({ kind: 'stop' })
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }

  #perform(effect: Effect): void {
    switch (effect.kind) {
      case 'connect':
        return this.#sockets.connect(effect.socket)
      case 'send':
        return this.#sockets.send(effect.socket, effect.messages)
      case 'close':
        return this.#sockets.close(effect.socket)
      case 'timer':
        return this.#wait(effect.afterMs, () => this.tell({ kind: 'timer', timer: effect.timer }))
      case 'changed':
        return this.#call(this.#options.onChange, this.#link.state)
      case 'acked':
        return this.#call(this.#options.onAck, effect)
      case 'dropped':
        return this.#call(this.#options.onDrop, effect)
      case 'broken':
        return this.#call(this.#options.onBroken, effect)
      default:
        return effect satisfies never
    }
  }

  /** A callback is the page's: what it throws must not stop the link. */
  #call<T>(callback: ((about: T) => void) | undefined, about: T): void {
    const { onThrown = toConsole } = this.#options
    try {
      callback?.(about)
    } catch (error) {
      try {
        onThrown(error)
      } catch (another) {
        toConsole(another)
      }
    }
  }

  #wait(ms: number, then: () => void): void {
    const waitMs = Math.min(Math.ceil(ms), TIMEOUT_MAX_MS)
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      then()
    }, waitMs)
    this.#timers.add(timer)
  }
}
