// Opens the gateway: players' sockets at /play, and beside them the pages, a player's name, health, metrics, the mesh, and
// what an operator tells this node.
// It carries messages and decides nothing about them: every socket of every node is as good as another, because core routes
// what comes in to whoever owns the session. It must never know an owner, a peer or a game.
import type { OperatorCommand, Outcome } from '../../protocol/operator.ts'
import type { MeshView } from '../core/inspect.ts'
import type { Gateway, GatewayEvent } from './gateway.ts'
import { serve } from './http.ts'
import { checkLimits, LIMITS, type Limits } from './limits.ts'
import { createOperatorTokens } from './operators.ts'
import { Play } from './play.ts'
import { createRoutes } from './routes.ts'
import { loadPages } from './static.ts'
import { createTokens } from './tokens.ts'
import { type Address, createApp, listen, loadLibrary } from './uws.ts'

export { GatewayError } from './uws.ts'

export interface GatewayOptions extends Address {
  /** Built pages; where it is missing, only `/` and `/status` do not work. */
  readonly staticDir: string
  /** The mesh's secret, of which the keys of players' and operators' tokens are derived. */
  readonly meshKey: Uint8Array
  readonly tokenTtlMs: number
  /** Hears of sockets, always in their order; never from within one of the gateway's own methods, nor after `stop`. */
  readonly emit: (event: GatewayEvent) => void
  /** True, or why not yet. Not asked any more after the first true. */
  readonly ready: () => boolean | string
  /** In Prometheus' text format. */
  readonly metrics: () => Promise<string>
  readonly view: () => MeshView
  /** A command of somebody who has the mesh's secret. */
  readonly operate: (command: OperatorCommand) => Outcome
  /** Something of ours failed, and one socket or request with it. */
  readonly report: (what: string, error: unknown) => void
  readonly limits?: Partial<Limits>
}

/** After `stop`, time for what was written to reach those who still read. */
const STOP_GRACE_MS = 100

/** @throws GatewayError where the library cannot be loaded or the address not be had. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const limits = { ...LIMITS, ...options.limits }
  checkLimits(limits)
  const library = loadLibrary()
  const tokens = createTokens(options.meshKey)
  const operators = createOperatorTokens(options.meshKey)
  const pages = await loadPages(options.staticDir)
  const { verify } = tokens
  const play = new Play({ limits, verify, emit: options.emit, report: options.report })
  const app = createApp(library, limits)
    .ws('/play', play.behavior())
    .any('/*', serve(createRoutes({ ...options, pages, tokens, operators }), options.report))
  const listening = await listen(library, app, options)
  let stopped = false
  return {
    port: listening.port,
    get sockets() {
      return play.count
    },
    reply: (socket, message) => play.reply(socket, message),
    close: (socket, reason) => play.close(socket, reason),
    flush: () => play.flush(),
    stop() {
      if (stopped) return
      stopped = true
      listening.close()
      play.stop('This node has left: connect again to reach another.')
      setTimeout(() => app.close(), STOP_GRACE_MS)
    },
  }
}
