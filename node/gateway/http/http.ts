// Requests and answers as plain values, over uWebSockets.js: one handler for all paths.
//
// The library's objects live only until their callback returns or the client goes away. So what is needed is copied at
// once, and nothing is written after an abort. A handler that throws is answered by 500, and reported. A connection has
// one request answered in a turn of the event loop: if its next request comes before that, the library ends the
// connection, so one packet never has many answers. This file must never know a path.
import type { HttpRequest, HttpResponse } from 'uWebSockets.js'
import { type ClientAddress, clientAddress, type TrustProxy } from '../admission/client-address.ts'
import { REQUEST_BYTES_MAX } from '../admission/gateway-limits.ts'
import { type Answer, abortedBy, writeAnswer } from './answer.ts'
import { type Caller, callerOf } from './origins.ts'

export interface Request extends Caller {
  /** In lower case. */
  readonly method: string
  readonly path: string
  readonly acceptEncoding: string
  readonly ifNoneMatch: string
  readonly authorization: string
  /** Limits count by it. */
  readonly address: ClientAddress
  /** The body of a post; null if it is larger than REQUEST_BYTES_MAX. */
  readonly body: Uint8Array | null
}

export type Handler = (request: Request) => Answer | Promise<Answer>

const nextTurn = () => new Promise<void>(resolve => setImmediate(resolve))

export const text = (status: string, body: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body,
})

export const json = (status: string, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(value),
})

/** The bearer's token in the header; empty if it holds none. */
export const bearerIn = (authorization: string): string => /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? ''

/** Undefined if it is no JSON. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

export interface ServeOptions {
  readonly report: (what: string, error: unknown) => void
  readonly trustProxy: TrustProxy
}

export function serve(handler: Handler, { report, trustProxy }: ServeOptions) {
  return async (res: HttpResponse, req: HttpRequest): Promise<void> => {
    const method = req.getMethod()
    const copied = {
      method,
      path: req.getUrl(),
      ...callerOf(req),
      acceptEncoding: req.getHeader('accept-encoding'),
      ifNoneMatch: req.getHeader('if-none-match'),
      authorization: req.getHeader('authorization'),
      address: clientAddress(res, req, trustProxy),
    }
    const gone = abortedBy(res)
    let answer: Answer
    try {
      const body = method === 'post' ? await readBody(res, gone) : new Uint8Array()
      await nextTurn()
      if (gone.aborted) return
      answer = await handler({ ...copied, body })
    } catch (error) {
      report(`${method} ${copied.path} failed`, error)
      answer = text('500 Internal Server Error', 'The node failed. Try again in a moment.\n')
    }
    if (!gone.aborted) writeAnswer(res, answer, { headOnly: method === 'head', gone })
  }
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
