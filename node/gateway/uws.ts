// Loads uWebSockets.js and listens with it. Where the library does not run, the error says what to do; where an address
// cannot be had, the error says why, though the library itself answers only "no". No other file may import the library
// as a value.
import type { TemplatedApp, us_listen_socket } from 'uWebSockets.js'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { type Limits, REQUEST_HEAD_BYTES_MAX } from './admission/gateway-limits.ts'

export type GatewayErrorCode = 'binary-not-loaded' | 'port-in-use' | 'cannot-listen' | 'too-few-descriptors'

export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  readonly code: GatewayErrorCode
  constructor(code: GatewayErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export type Library = typeof import('uWebSockets.js')

/** The library reads how large a request's head may be while it is loaded, and never again; if that is unset, 4 KiB. */
export function loadLibrary(): Library {
  process.env.UWS_HTTP_MAX_HEADERS_SIZE ??= String(REQUEST_HEAD_BYTES_MAX)
  try {
    return createRequire(import.meta.url)('uWebSockets.js') as Library
  } catch (error) {
    const advice = 'it needs Node 24 and glibc 2.36 or newer; on a glibc below 2.38 run: node scripts/glibc.mjs'
    throw new GatewayError('binary-not-loaded', `uWebSockets.js cannot be loaded here: ${advice}`, { cause: error })
  }
}

/** The library's types lack these. Headers that trickle in do not prolong the first time; each byte that is taken of
 *  an answer prolongs the second. */
type Patient = { setIdleTimeout(seconds: number): void; setResponseTimeout(seconds: number): void }

export function createApp(library: Library, limits: Limits): TemplatedApp {
  const app = library.App()
  const patient = app as unknown as Patient
  patient.setIdleTimeout(limits.headersWithinSeconds)
  patient.setResponseTimeout(limits.unreadAnswerSeconds)
  return app
}

export interface Address {
  /** Null: every address. */
  readonly host: string | null
  /** 0: any that is free. */
  readonly port: number
  /** Others may listen on the same port; the kernel balances new connections over all of them. */
  readonly shared: boolean
  /** The settings to name if the address cannot be had. */
  readonly setBy: { readonly port: string; readonly host: string }
}

export interface Listening {
  readonly port: number
  close(): void
}

const [SHARED, EXCLUSIVE] = [0, 1]
type Listened = (socket: us_listen_socket | false) => void
/** The library accepts a host, a port and options; its types lack the three together. */
type ListenAt = (host: string, port: number, options: number, listened: Listened) => unknown

/** @throws GatewayError `port-in-use`, `cannot-listen` */
export async function listen(library: Library, app: TemplatedApp, address: Address): Promise<Listening> {
  const { host, port, shared } = address
  const options = shared ? SHARED : EXCLUSIVE
  const socket = await new Promise<us_listen_socket | false>(resolve => {
    // An empty host does not mean every address: the library would take it for port 0.
    if (host === null) app.listen(port, options, resolve)
    else (app.listen.bind(app) as unknown as ListenAt)(host, port, options, resolve)
  })
  if (socket === false) throw refusal(address, await reasonOf(address))
  return { port: library.us_socket_local_port(socket), close: () => library.us_listen_socket_close(socket) }
}

/** The library says only no. Node's own server gives the reason for the same address. */
function reasonOf({ host, port }: Address): Promise<string> {
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    const address = { port, exclusive: true, ...(host !== null && { host }) }
    probe.listen(address, () => probe.close(() => resolve('EADDRINUSE'))) // free by now
  })
}

function refusal({ host, port, shared, setBy }: Address, failed: string): GatewayError {
  const where = host === null ? `port ${port}` : `port ${port} of ${host}`
  if (failed === 'EADDRINUSE') {
    const why = shared
      ? `is in use by something that does not share it: stop that, or set another ${setBy.port}`
      : `is in use: stop what listens there, set another ${setBy.port}, or SHARE_PORT=on for several nodes of one machine`
    return new GatewayError('port-in-use', `${where} ${why}`)
  }
  const why =
    failed === 'EACCES' ? `is not permitted: set a ${setBy.port} above 1023` : `fails (${failed}): check ${setBy.host}`
  return new GatewayError('cannot-listen', `listening on ${where} ${why}`)
}
