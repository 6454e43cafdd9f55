// What stands in front of the node, as far as the node can tell: a proxy that does not let WebSockets through, and
// pages from elsewhere. Each is refused in words that a page can show, and is told to whoever runs the node. This file
// must never let anybody in by itself.
//
// A proxy that does not know WebSockets takes away the header `Upgrade`, which is for one hop only, and sends on the
// rest of the handshake. The page sees only that its socket does not open. So the page asks by POST, which bears its
// origin, what the node has to say.
import type { HttpRequest } from 'uWebSockets.js'
import type { ClientAddress } from '../admission/client-address.ts'
import type { Answer } from './answer.ts'
import { type Handler, json, type Request, text } from './http.ts'
import { type Caller, callerOf, type Origins } from './origins.ts'

/**
 * foreign-origin: a page that is not the node's own. upgrade-eaten: a WebSocket's handshake came without its `Upgrade`.
 * no-websocket: a page says that its WebSocket does not open, though it reaches the node by HTTP.
 */
export type FrontRefusal = 'foreign-origin' | 'upgrade-eaten' | 'no-websocket'

export interface FrontOptions {
  readonly origins: Origins
  readonly refused: (why: FrontRefusal, about: { readonly origin: string; readonly host: string }) => void
  /** The answer if there is no room for a socket from there; null if there is. */
  readonly full: (address: ClientAddress) => Answer | null
}

/** A stranger's text is cut to this length in the log: the longest name of a host. */
const SHOWN_MAX = 253

const EATEN =
  'A proxy between you and the game does not let WebSockets through: it takes the header Upgrade away. ' +
  'Whoever runs it finds the setting for theirs in node/gateway/PROXIES.md.'
const NO_WEBSOCKET =
  'The game answers, but not over a WebSocket: a proxy or a firewall between you and it does not let WebSockets through. ' +
  'Try another network, or tell whoever runs the game.'

export interface Front {
  /** The answer to a refused handshake of a WebSocket; null if the handshake is complete and its page is welcome. */
  refuseSocket(req: HttpRequest): Answer | null
  /** The answer to a request for the WebSockets' path that is no handshake. */
  answerPlain(request: Request): Answer
  /** The handler for pages that are welcome, also from elsewhere. */
  forPages(methods: string, handler: Handler): Handler
}

export function createFront({ origins, refused, full }: FrontOptions): Front {
  const note = (why: FrontRefusal, { origin, host }: Caller) =>
    refused(why, { origin: origin.slice(0, SHOWN_MAX), host: host.slice(0, SHOWN_MAX) })
  const refuseForeign = (caller: Caller): Answer | null => {
    const fault = origins.faultOf(caller)
    if (fault === null) return null
    note('foreign-origin', caller)
    return json('403 Forbidden', { text: fault })
  }
  const refuseEaten = (caller: Caller): Answer => {
    note('upgrade-eaten', caller)
    return json('426 Upgrade Required', { text: EATEN }, { upgrade: 'websocket' })
  }
  return {
    refuseSocket(req) {
      const caller = callerOf(req)
      if (req.getHeader('upgrade').toLowerCase() !== 'websocket') return refuseEaten(caller)
      return refuseForeign(caller)
    },
    answerPlain(request) {
      if (request.method === 'post') {
        const refusal = refuseForeign(request) ?? full(request.address)
        if (refusal !== null) return refusal
        note('no-websocket', request)
        return json('426 Upgrade Required', { text: NO_WEBSOCKET }, { upgrade: 'websocket' })
      }
      // A browser that opens the address as a page sends no origin; a WebSocket's handshake does.
      if (request.origin !== '') return refuseEaten(request)
      return text('426 Upgrade Required', 'This is for WebSockets only.\n', { upgrade: 'websocket' })
    },
    forPages: (methods, handler) => async request => {
      const refusal = refuseForeign(request)
      if (refusal !== null) return refusal
      const sharing = origins.sharing(request)
      // A browser asks this before it sends a page's request to another origin.
      const answer = request.method === 'options' ? preflight(methods) : await handler(request)
      return { ...answer, headers: { ...answer.headers, ...sharing } }
    },
  }
}

const preflight = (methods: string): Answer =>
  text('200 OK', '', {
    'access-control-allow-methods': methods,
    'access-control-allow-headers': 'authorization, content-type',
    'access-control-max-age': '7200',
  })
