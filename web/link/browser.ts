// Runs a link over real sockets and timers: in a browser, and in Node, whose WebSocket and timers are the same. Decides
// nothing but which of several addresses a socket goes to. It must never know what the link says.
import { decodeToPlayer, encodeToNode } from '../../protocol/codec.ts'
import type { ToPlayer } from '../../protocol/player.ts'
import type { Effect } from './effect.ts'
import type { Event, LinkSocket, PlayerEvent } from './event.ts'
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
const systemRandom = (): number => crypto.getRandomValues(new Uint32Array(1))[0]! / WORD

/** Starts at once. Times in the state are of `performance.now()`. */
export function runLink(options: RunOptions): RunningLink {
  const random = options.random ?? systemRandom
  const urls = typeof options.url === 'string' ? [options.url] : options.url
  const first = Math.floor(random() * urls.length)
  const link = new Link({ token: options.token, random })
  const sockets = new Map<LinkSocket, WebSocket>()
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const events: Event[] = []

  /** One event at a time: a callback that tells something else must not have its frames sent before those of the event
   *  it is told of. @throws what the first callback threw, once all that is due has been done: an error of the page
   *  must not stop the link. */
  function handle(event: Event) {
    if (events.push(event) > 1) return
    const thrown: unknown[] = []
    for (let next = events[0]; next; next = events[0]) {
      for (const effect of link.handle(next, performance.now())) {
        try {
          perform(effect)
        } catch (error) {
          thrown.push(error)
        }
      }
      events.shift()
    }
    if (thrown.length > 0) throw thrown[0]
  }

  function perform(effect: Effect) {
    switch (effect.kind) {
      case 'connect':
        return connect(effect.socket)
      case 'send':
        return sockets.get(effect.socket)?.send(encodeToNode(effect.messages) as Uint8Array<ArrayBuffer>)
      case 'close':
        return close(effect.socket)
      case 'timer':
        return wait(effect.afterMs, () => handle({ kind: 'timer', timer: effect.timer }))
      case 'changed':
        return options.onChange?.(link.state)
      case 'acked':
        return options.onAck?.(effect)
      case 'dropped':
        return options.onDrop?.(effect)
      case 'broken':
        return options.onBroken?.(effect)
      default:
        return effect satisfies never
    }
  }

  function wait(ms: number, then: () => void) {
    const waitMs = Math.min(Math.ceil(ms), TIMEOUT_MAX_MS)
    const timer = setTimeout(() => {
      timers.delete(timer)
      then()
    }, waitMs)
    timers.add(timer)
  }

  function connect(socket: LinkSocket) {
    const web = new WebSocket(urls[(first + socket) % urls.length]!)
    web.binaryType = 'arraybuffer'
    sockets.set(socket, web)
    let opened = false
    web.onopen = () => {
      opened = true
      handle({ kind: 'socket-open', socket })
    }
    web.onmessage = ({ data }) => {
      const messages = read(data)
      if (messages) return handle({ kind: 'socket-messages', socket, messages })
      close(socket)
      handle({ kind: 'socket-closed', socket })
    }
    web.onclose = () => {
      sockets.delete(socket)
      handle({ kind: opened ? 'socket-closed' : 'socket-failed', socket })
    }
  }

  function close(socket: LinkSocket) {
    const web = sockets.get(socket)
    sockets.delete(socket)
    if (!web) return
    web.onopen = web.onmessage = web.onclose = null
    web.close()
  }

  handle({ kind: 'start' })
  return {
    get state() {
      return link.state
    },
    tell: handle,
    stop() {
      handle({ kind: 'stop' })
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}

/** Null where the frame is none of ours. */
function read(data: unknown): ToPlayer[] | null {
  if (!(data instanceof ArrayBuffer)) return null
  try {
    return decodeToPlayer(new Uint8Array(data))
  } catch {
    return null
  }
}
