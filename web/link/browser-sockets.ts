// A link's sockets, each a WebSocket to the next of several addresses. It must never know what the link says.
import { decodeToPlayer, encodeToNode } from '../../protocol/codec.ts'
import type { ToNode, ToPlayer } from '../../protocol/player.ts'
import type { Event, LinkSocket } from './event.ts'

type Tell = (event: Extract<Event, { readonly socket: LinkSocket }>) => void

export class BrowserSockets {
  readonly #urls: readonly string[]
  /** Of the address that the first socket goes to. */
  readonly #first: number
  readonly #tell: Tell
  readonly #open = new Map<LinkSocket, WebSocket>()

  constructor(urls: readonly string[], first: number, tell: Tell) {
    this.#urls = urls
    this.#first = first
    this.#tell = tell
  }

  connect(socket: LinkSocket): void {
    const web = new WebSocket(this.#urls[(this.#first + socket) % this.#urls.length]!)
    web.binaryType = 'arraybuffer'
    this.#open.set(socket, web)
    let opened = false
    web.onopen = () => {
      opened = true
      this.#tell({ kind: 'socket-open', socket })
    }
    web.onmessage = ({ data }) => {
      const messages = read(data)
      if (messages) return this.#tell({ kind: 'socket-messages', socket, messages })
      this.close(socket)
      this.#tell({ kind: 'socket-closed', socket })
    }
    web.onclose = () => {
      this.#open.delete(socket)
      this.#tell({ kind: opened ? 'socket-closed' : 'socket-failed', socket })
    }
  }

  send(socket: LinkSocket, messages: readonly ToNode[]): void {
    this.#open.get(socket)?.send(encodeToNode(messages) as Uint8Array<ArrayBuffer>)
  }

  /** Nothing more is heard of it. */
  close(socket: LinkSocket): void {
    const web = this.#open.get(socket)
    this.#open.delete(socket)
    if (!web) return
    web.onopen = web.onmessage = web.onclose = null
    web.close()
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
