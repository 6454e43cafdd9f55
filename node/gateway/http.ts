// Requests and answers as plain values, over uWebSockets.js: one handler for all paths, and every trap of the library here.
// Its objects live only until their callback returns or the client goes away: what is needed is copied at once, and after
// an abort nothing is written. A handler that throws is answered by 500, and reported. It must never know a path.
import type { HttpRequest, HttpResponse } from 'uWebSockets.js'
import { REQUEST_BYTES_MAX } from './limits.ts'

export interface Request {
  /** In lower case. */
  readonly method: string
  readonly path: string
  readonly acceptEncoding: string
  readonly ifNoneMatch: string
  readonly authorization: string
  /** Of a post; null: larger than REQUEST_BYTES_MAX. */
  readonly body: Uint8Array | null
}

export interface Answer {
  readonly status: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

export type Handler = (request: Request) => Answer | Promise<Answer>

/** Pages are ours alone: nothing from elsewhere is loaded, nobody frames them, and no address is told to others. */
const SECURITY_HEADERS = Object.entries({
  'content-security-policy':
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
})

export const text = (status: string, body: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body,
})

export const json = (status: string, value: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
})

/** What the header bears; empty where it is no bearer's. */
export const bearerIn = (authorization: string): string => /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? ''

/** Undefined where it is none. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

export function serve(handler: Handler, report: (what: string, error: unknown) => void) {
  return async (res: HttpResponse, req: HttpRequest): Promise<void> => {
    const method = req.getMethod()
    const copied = {
      method,
      path: req.getUrl(),
      acceptEncoding: req.getHeader('accept-encoding'),
      ifNoneMatch: req.getHeader('if-none-match'),
      authorization: req.getHeader('authorization'),
    }
    const gone = new AbortController()
    res.onAborted(() => gone.abort())
    let answer: Answer
    try {
      const body = method === 'post' ? await readBody(res, gone.signal) : new Uint8Array()
      answer = await handler({ ...copied, body })
    } catch (error) {
      report(`${method} ${copied.path} failed`, error)
      answer = text('500 Internal Server Error', 'The node failed. Try again in a moment.\n')
    }
    if (!gone.signal.aborted) res.cork(() => write(res, answer, method === 'head'))
  }
}

function write(res: HttpResponse, { status, headers, body }: Answer, headOnly: boolean): void {
  res.writeStatus(status)
  for (const [name, value] of SECURITY_HEADERS) res.writeHeader(name, value)
  for (const [name, value] of Object.entries(headers)) res.writeHeader(name, value)
  // 413: the rest of the body would be read as the next request. 421: on a new connection another node may answer.
  const closes = status.startsWith('413') || status.startsWith('421')
  if (status.startsWith('304')) res.endWithoutBody()
  else if (headOnly) res.endWithoutBody(typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength)
  else res.end(body, closes)
}

/** Must be called before anything is awaited. */
function readBody(res: HttpResponse, gone: AbortSignal): Promise<Uint8Array | null> {
  return new Promise(resolve => {
    const chunks: Uint8Array[] = []
    let bytes = 0
    gone.addEventListener('abort', () => resolve(null), { once: true })
    res.onData((chunk, isLast) => {
      bytes += chunk.byteLength
      if (bytes > REQUEST_BYTES_MAX) return resolve(null)
      chunks.push(new Uint8Array(chunk).slice())
      if (isLast) resolve(Buffer.concat(chunks))
    })
  })
}
