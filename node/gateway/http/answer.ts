// Writes an answer in a way that costs no memory if the client does not read it. A body is sent from where it is, as
// the client takes it, and is never copied to wait. Until the client has taken all of it, the library ends a connection
// that asks for more. Nobody can see whether an answer without a body was taken: so its connection is not read any
// further, and ends with it.
import type { HttpResponse } from 'uWebSockets.js'
import { ANSWER_WITHIN_MS } from '../admission/gateway-limits.ts'

export interface Answer {
  readonly status: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** `framing`: which origins may show the page within their own. */
export const securityPolicy = (framing: string) => ({
  'content-security-policy': `default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors ${framing}`,
})

/** Pages load nothing from elsewhere, no other page frames them, and they give no address to others. */
const SECURITY_HEADERS = {
  ...securityPolicy("'none'"),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
}

/** After 413 the rest of the body would be read as the next request. After 421 a new connection may reach another
 *  node. */
const CLOSING = /^(?:304|413|421|429|503)/

export interface Writing {
  /** A HEAD: the answer without its body. */
  readonly headOnly: boolean
  /** Aborted when the client goes away, which must not have happened yet. */
  readonly gone: AbortSignal
}

/** Must be called before anything is awaited. */
export function abortedBy(res: HttpResponse): AbortSignal {
  const gone = new AbortController()
  res.onAborted(() => gone.abort())
  return gone.signal
}

export function writeAnswer(res: HttpResponse, { status, headers, body }: Answer, { headOnly, gone }: Writing): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  res.cork(() => {
    res.writeStatus(status)
    for (const [name, value] of Object.entries({ ...SECURITY_HEADERS, ...headers })) res.writeHeader(name, value)
    if (bytes.byteLength > 0 && !headOnly && !CLOSING.test(status)) return send(res, bytes, gone)
    res.pause()
    // It is given the length that the body would have: without one the library writes a length that no proxy accepts.
    if (headOnly || status.startsWith('304')) res.endWithoutBody(bytes.byteLength, true)
    else res.end(bytes, true)
  })
}

function send(res: HttpResponse, bytes: Uint8Array, gone: AbortSignal): void {
  /** Sends what the kernel takes. Returns [all of it was taken, it was the last]. */
  const sendFrom = (offset: number) => res.tryEnd(bytes.subarray(offset), bytes.byteLength)
  if (sendFrom(0)[1]) return
  const late = setTimeout(() => res.close(), ANSWER_WITHIN_MS)
  gone.addEventListener('abort', () => clearTimeout(late), { once: true })
  res.onWritable(offset => {
    const [taken, done] = sendFrom(offset)
    if (done) clearTimeout(late)
    return taken
  })
}
