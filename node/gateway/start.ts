// Opens the gateway: for players their sockets at /play, and beside them the pages, a player's name and health; for
// operators, on a port of their own, what a node tells of itself, and what it is told.
// It carries messages and decides nothing about them: every socket of every node is as good as another, because core
// routes what comes in to whoever owns the session. It must never know an owner, a peer or a game.
import type { HttpResponse, TemplatedApp } from 'uWebSockets.js'
import type { OperatorCommand, Outcome } from '../../protocol/operator.ts'
import type { MeshView } from '../core/inspect.ts'
import { Allowances, RATES, type Rates } from './admission/allowances.ts'
import { type ClientAddress, clientAddress, isOwnMachine, type TrustProxy } from './admission/client-address.ts'
import { Crowd, type Descriptors } from './admission/crowd.ts'
import { descriptorLimit, descriptorsUsed } from './admission/descriptors.ts'
import { checkLimits, LIMITS, type Limits } from './admission/gateway-limits.ts'
import type { Gateway, GatewayEvent } from './gateway.ts'
import { createFront } from './http/front.ts'
import { serve } from './http/http.ts'
import { createOrigins } from './http/origins.ts'
import { alsoBelow, createHealthCheck, createRoutes } from './http/routes.ts'
import { loadPages } from './http/static.ts'
import { createOpsRoutes, type Reach } from './operators/ops-routes.ts'
import { Play } from './socket/play.ts'
import type { About, GatewayRefusal } from './socket/socket.ts'
import type { NameOptions } from './tokens/name.ts'
import { createOperatorTokens } from './tokens/operator-tokens.ts'
import { createTokens } from './tokens/player-tokens.ts'
import { createReaders } from './tokens/reader-tokens.ts'
import { type Address, createApp, GatewayError, type Library, type Listening, listen, loadLibrary } from './uws.ts'

export { GatewayError } from './uws.ts'

export interface OpsAddress extends Pick<Address, 'port'> {
  readonly host: string
  readonly reach: Reach
  /** Operators are answered on the players' port too, for a token. */
  readonly onPlayersPort: boolean
}

export interface GatewayOptions extends Omit<Address, 'setBy'> {
  readonly ops: OpsAddress
  /** Everything is also found below it, such as `/minotaur`; '' is no other place. */
  readonly basePath: string
  /** Of pages from elsewhere that may use this node and show its own within theirs, such as `https://example.org`; `*`:
   *  all. */
  readonly allowOrigins: readonly string[]
  /** Built pages; where it is missing, only they do not work. */
  readonly staticDir: string
  /** The mesh's secrets, of which the keys of players' and operators' tokens are derived. */
  readonly meshKeys: readonly Uint8Array[]
  readonly tokenTtlMs: number
  readonly tokenGraceMs: number
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
  /** Whose word counts on where a player comes from. */
  readonly trustProxy?: TrustProxy
  readonly rates?: Partial<Rates>
  /** A connection, a socket, a frame or a wish was refused. */
  readonly refused?: (why: GatewayRefusal, about?: About) => void
  /** Those of this process, where nothing is said. */
  readonly descriptors?: Descriptors
}

/** A node alone has some 30, and its peers, its disk and a few players need the rest. */
const DESCRIPTORS_MIN = 128

const NO_HEADERS = { forEach: () => undefined }

/** Counts each connection until it ends or is a player's socket, and closes it at once where it may not stay. */
function guard(app: TemplatedApp, crowd: Crowd, addressOf: (res: HttpResponse) => ClientAddress): void {
  const watch = (res: HttpResponse, change: number) => {
    // Nothing of one that has ended may be touched.
    if (change !== 1) crowd.left()
    else if (crowd.came(addressOf(res), isOwnMachine(res)) !== null) res.close()
  }
  app.filter(watch as (res: HttpResponse, change: unknown) => void)
}

/** After `stop`, time for what was written to reach those who still read. */
const STOP_GRACE_MS = 100

export interface StartedGateway extends Gateway {
  /** The port for operators that it really listens on. */
  readonly opsPort: number
}

/** @throws GatewayError where the library cannot be loaded or an address not be had. */
export async function startGateway(options: GatewayOptions): Promise<StartedGateway> {
  const limits = { ...LIMITS, ...options.limits }
  checkLimits(limits)
  const descriptors = options.descriptors ?? { limit: descriptorLimit(), used: descriptorsUsed }
  if (descriptors.limit < DESCRIPTORS_MIN) {
    const text = `this process may have ${descriptors.limit} descriptors, and a node needs ${DESCRIPTORS_MIN}: raise nofile (ulimit -n)`
    throw new GatewayError('too-few-descriptors', text)
  }
  const library = loadLibrary()
  const tokens = createTokens(options.meshKeys)
  const pages = await loadPages(options.staticDir)
  const verify = async (token: string) => {
    const { current, ...identity } = await tokens.verify(token)
    return { ...identity, renewed: current ? null : await tokens.sign(identity, options.tokenTtlMs) }
  }
  const { basePath, ops, report, trustProxy = 0, refused = () => undefined } = options
  // Operators are counted by themselves: connections of strangers to the players' port don't use up their share.
  const counted = { limits, descriptors, refused, now: () => performance.now() }
  const [crowd, crowdOfOperators] = [new Crowd(counted), new Crowd(counted)]
  const origins = createOrigins(options.allowOrigins)
  const front = createFront({ origins, refused, full: address => play.full(address) })
  const refuse = front.refuseSocket
  const allowances = new Allowances({ ...RATES, ...options.rates }, refused)
  const play = new Play({ ...options, limits, allowances, verify, refuse, refused, crowd, trustProxy })
  const holds: NameOptions['holds'] = (who, seat) => play.holds(who, seat)
  const healthCheck = createHealthCheck(options.ready)
  const opsRoutes = (reach: Reach) => {
    const [operators, mayRead] = [createOperatorTokens(options.meshKeys), createReaders(options.meshKeys)]
    return createOpsRoutes({ ...options, pages, healthCheck, operators, mayRead }, reach)
  }
  const onPlayersPort = ops.onPlayersPort ? opsRoutes('anywhere') : null
  const served = {
    ...options,
    allowances,
    holds,
    pages,
    tokens,
    front,
    framing: origins.framing,
    healthCheck,
    ops: onPlayersPort,
  }
  const routes = alsoBelow(basePath, createRoutes(served))
  const paths = [...new Set(['', basePath])].map(base => `${base}/play`)
  const players = play.attach(createApp(library, limits), paths).any('/*', serve(routes, { report, trustProxy }))
  const operators = createApp(library, limits).any('/*', serve(opsRoutes(ops.reach), { report, trustProxy: 0 }))
  if (trustProxy === 0) guard(players, crowd, res => clientAddress(res, NO_HEADERS, 0))
  else guard(players, crowd, () => null) // it is the proxy's, and those who are behind it are not told yet
  guard(operators, crowdOfOperators, () => null)

  const listening = await listenBoth(library, { players, operators }, options)
  let stopped = false
  return {
    port: listening[0].port,
    opsPort: listening[1].port,
    get sockets() {
      return play.count
    },
    reply: (socket, message) => play.reply(socket, message),
    close: (socket, reason) => play.close(socket, reason),
    flush: () => play.flush(),
    stop() {
      if (stopped) return
      stopped = true
      for (const one of listening) one.close()
      play.stop('This node has left: connect again to reach another.')
      setTimeout(() => [players, operators].map(app => app.close()), STOP_GRACE_MS)
    },
  }
}

/** For players and for operators; on none where one of the two cannot be had. @throws GatewayError */
async function listenBoth(
  library: Library,
  { players, operators }: Readonly<Record<'players' | 'operators', TemplatedApp>>,
  options: GatewayOptions,
): Promise<readonly [Listening, Listening]> {
  const { ops, shared } = options
  const ofPlayers = await listen(library, players, { ...options, setBy: { port: 'PORT', host: 'LISTEN_HOST' } })
  try {
    const setBy = { port: 'OPS_PORT', host: 'OPS_HOST' }
    return [ofPlayers, await listen(library, operators, { ...ops, shared, setBy })]
  } catch (error) {
    ofPlayers.close()
    throw error
  }
}
