// Which path of the players' port is answered by what, besides the WebSocket. What operators see is answered there only
// if OPS_PUBLIC says so.

import { OPS_PATHS } from '../operators/ops-routes.ts'
import { answerName, type NameOptions } from '../tokens/issue-or-renew.ts'
import type { Answer } from './answer.ts'
import { securityPolicy } from './answer.ts'
import type { Front } from './front.ts'
import { type Handler, text } from './http.ts'
import { answerFile, type Pages, READING, refuseMethod } from './static.ts'

export interface RouteOptions extends NameOptions {
  readonly pages: Pages
  readonly front: Front
  /** Origins that may show the pages within their own. */
  readonly framing: string
  readonly healthCheck: () => Answer
  /** Answers operators on this port too; null if they have only their own. */
  readonly ops: Handler | null
}

export function createRoutes(options: RouteOptions): Handler {
  const { pages, front, framing, healthCheck, ops } = options
  const name = front.forPages('POST', request =>
    request.method === 'post' ? answerName(request, options) : refuseMethod('POST'),
  )
  return request => {
    const { method, path } = request
    if (path === '/api/name') return name(request)
    if (path === '/play') return front.answerPlain(request)
    if (OPS_PATHS.has(path)) return ops === null ? text('404 Not Found', 'There is no such page.\n') : ops(request)
    if (!READING.has(method)) return refuseMethod('GET, HEAD')
    if (path === '/health_check') return healthCheck()
    const { status, headers, body } = answerFile(pages, request)
    return { status, headers: { ...headers, ...securityPolicy(framing) }, body }
  }
}

/** Answers the same paths below `base` as well, so that it does not matter whether a proxy in front takes the base
 *  away. '': there is no base. */
export function alsoBelow(base: string, handler: Handler): Handler {
  if (base === '') return handler
  return request => {
    const { path } = request
    // A page's links are relative to it: without the slash they would lead beside the base.
    if (path === base) return text('308 Permanent Redirect', '', { location: `${base}/` })
    return handler(path.startsWith(`${base}/`) ? { ...request, path: path.slice(base.length) } : request)
  }
}

/** Swarm takes this for readiness and for liveness, and kills a node that turns from healthy to unhealthy. So the
 *  first yes stays; no drain, cordon or cut may take it back. `ready`: true, or why the node may not be sent players
 *  yet. */
export function createHealthCheck(ready: () => boolean | string): () => Answer {
  let healthy = false
  return () => {
    const state = healthy || ready()
    if (state === true) healthy = true
    if (healthy) return text('200 OK', '')
    return text('503 Service Unavailable', `${state === false ? 'starting' : state}\n`)
  }
}
