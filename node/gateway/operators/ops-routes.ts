// What operators see of a node and say to it, on a port of their own: the status page, the mesh, metrics and commands.
// This is not for everybody, because it names machines, releases and sessions.
//
// If only this machine reaches the address, it is open to requests that name this machine as their host; that refuses a
// page from elsewhere whose host name was made to lead here. Everywhere else a token is asked for, except for the page
// itself, which is no secret. A command bears its own signature in any case. None of this must be answered on the
// players' port unless an operator asks for that.
import type { Answer } from '../http/answer.ts'
import { bearerIn, type Handler, json, type Request, text } from '../http/http.ts'
import { answerFile, type Pages, READING, refuseMethod } from '../http/static.ts'
import { answerOperate, type OperateOptions } from './operator-command.ts'

export interface OpsOptions extends OperateOptions {
  readonly pages: Pages
  readonly healthCheck: () => Answer
  readonly metrics: () => Promise<string>
  readonly mayRead: (token: string) => boolean
}

/** local: only this machine reaches the address. */
export type Reach = 'local' | 'anywhere'

/** On the players' port these paths are the operators', if operators are answered there as well. */
export const OPS_PATHS: ReadonlySet<string> = new Set([
  '/status',
  '/status.html',
  '/metrics',
  '/api/mesh',
  '/api/operate',
])

const LOCAL_NAME = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i

export function createOpsRoutes(options: OpsOptions, reach: Reach): Handler {
  const { pages, healthCheck, metrics, mayRead, view } = options
  const guarded: Readonly<Record<string, () => Answer | Promise<Answer>>> = {
    '/metrics': async () =>
      text('200 OK', await metrics(), { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }),
    '/api/mesh': () => json('200 OK', view()),
  }
  const refusalOf = reach === 'local' ? refuseStrangeHost : (request: Request) => refuseStranger(request, mayRead)
  return request => {
    const { method, path } = request
    if (path === '/api/operate') return method === 'post' ? answerOperate(request, options) : refuseMethod('POST')
    if (!READING.has(method)) return refuseMethod('GET, HEAD')
    if (Object.hasOwn(guarded, path)) return refusalOf(request) ?? guarded[path]!()
    if (path === '/health_check') return healthCheck()
    if (path === '/') return text('302 Found', '', { location: 'status' })
    return answerFile(pages, path === '/index.html' ? { ...request, path: '/status' } : request)
  }
}

/** Null: the request names this machine. */
function refuseStrangeHost({ host }: Request): Answer | null {
  if (LOCAL_NAME.test(host)) return null
  const why = `This port is for its own machine: ask it as localhost, not as "${host}". OPS_HOST opens it to others, with a token.`
  return json('403 Forbidden', { text: why })
}

/** Null: the request bears the token. */
function refuseStranger({ authorization }: Request, mayRead: (token: string) => boolean): Answer | null {
  if (mayRead(bearerIn(authorization))) return null
  const why = 'This needs a token, as "Authorization: Bearer …". On the node, "node node/operate.ts token" prints it.'
  return json('401 Unauthorized', { text: why }, { 'www-authenticate': 'Bearer' })
}
