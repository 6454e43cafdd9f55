// Which path answers what, besides the players' socket. It reads what the node tells of itself; only a command of an
// operator changes anything.
import { type Answer, type Handler, json, type Request, text } from './http.ts'
import { answerName } from './name.ts'
import { answerOperate, type OperateOptions } from './operate.ts'
import { answerPage, type Pages } from './static.ts'
import type { Tokens } from './tokens.ts'

export interface RouteOptions extends OperateOptions {
  readonly pages: Pages
  readonly tokens: Tokens
  readonly tokenTtlMs: number
  /** True: the node may be sent players. Else why not yet. */
  readonly ready: () => boolean | string
  readonly metrics: () => Promise<string>
}

const READING = new Set(['get', 'head'])

export function createRoutes(options: RouteOptions): Handler {
  const healthCheck = createHealthCheck(options.ready)
  const reading: Readonly<Record<string, () => Answer | Promise<Answer>>> = {
    '/health_check': healthCheck,
    '/metrics': async () =>
      text('200 OK', await options.metrics(), { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }),
    '/api/mesh': () => json('200 OK', options.view()),
    '/play': () => text('426 Upgrade Required', 'This is for WebSockets only.\n', { upgrade: 'websocket' }),
  }
  return request => {
    const { method, path } = request
    if (path === '/api/name') {
      return method === 'post' ? answerName(request, options.tokens, options.tokenTtlMs) : refuseMethod('POST')
    }
    if (path === '/api/operate') return method === 'post' ? answerOperate(request, options) : refuseMethod('POST')
    if (!READING.has(method)) return refuseMethod('GET, HEAD')
    return Object.hasOwn(reading, path) ? reading[path]!() : answerFile(options.pages, request)
  }
}

/**
 * Swarm takes this for readiness and for life: whoever turns from healthy to unhealthy is killed. So the first yes stays;
 * no drain, cordon or cut may take it back.
 */
function createHealthCheck(ready: () => boolean | string): () => Answer {
  let healthy = false
  return () => {
    const state = healthy || ready()
    if (state === true) healthy = true
    if (healthy) return text('200 OK', '')
    return text('503 Service Unavailable', `${state === false ? 'starting' : state}\n`)
  }
}

const refuseMethod = (allow: string): Answer => text('405 Method Not Allowed', `Only ${allow} here.\n`, { allow })

function answerFile(pages: Pages, request: Request): Answer {
  const page = answerPage(pages, request)
  if (page !== null) return page
  if (pages.size === 0 && ['/', '/status'].includes(request.path)) {
    return text('503 Service Unavailable', 'The pages are not built. Run: npm run build, then start the node again.\n')
  }
  const missing = answerPage(pages, { ...request, path: '/404.html', ifNoneMatch: '' })
  return missing === null ? text('404 Not Found', 'There is no such page.\n') : { ...missing, status: '404 Not Found' }
}
