// Opens the gateway: for players their sockets at /play, and beside them the pages, a player's token and health; for
// operators, on a port of their own, what a node tells of itself, and what it is told.
// It carries messages and decides nothing about them: every socket of every node is as good as another, because core
// routes what comes in to whoever owns the session. It must never know an owner, a peer or a game.
import type { TemplatedApp } from 'uWebSockets.js'
import type { Descriptors } from './admission/crowd.ts'
import { descriptorLimit, descriptorsUsed } from './admission/descriptors.ts'
import { checkLimits, LIMITS } from './admission/gateway-limits.ts'
import type { Gateway } from './gateway.ts'
import type { GatewayOptions } from './gateway-options.ts'
import { createHealthCheck } from './http/routes.ts'
import { loadPages } from './http/static.ts'
import { type Ground, serveOperators, servePlayers } from './serve.ts'
import type { Play } from './socket/play.ts'
import { GatewayError, type Library, type Listening, listen, loadLibrary } from './uws.ts'

export type { GatewayOptions } from './gateway-options.ts'
export { GatewayError } from './uws.ts'

export interface StartedGateway extends Gateway {
  /** The port for operators that it really listens on. */
  readonly opsPort: number
}

interface Apps {
  readonly players: TemplatedApp
  readonly operators: TemplatedApp
}

/** A node without peers has some 30, and it needs the others for peers, its disk and a few players. */
const DESCRIPTORS_MIN = 128
/** After `stop`, time for what was written to reach those who still read. */
const STOP_GRACE_MS = 100

/** @throws GatewayError where the library cannot be loaded or an address not be had. */
export async function startGateway(options: GatewayOptions): Promise<StartedGateway> {
  const ground = await prepare(options)
  const { app: players, play } = servePlayers(ground)
  const apps = { players, operators: serveOperators(ground) }
  const listening = await listenBoth(ground.library, apps, options)
  return {
    port: listening[0].port,
    opsPort: listening[1].port,
    get sockets() {
      return play.count
    },
    reply: (socket, message) => play.reply(socket, message),
    close: (socket, reason) => play.close(socket, reason),
    flush: () => play.flush(),
    stop: once(() => stop(listening, play, apps)),
  }
}

async function prepare(options: GatewayOptions): Promise<Ground> {
  const { trustProxy = 0, refused = () => undefined } = options
  const limits = { ...LIMITS, ...options.limits }
  checkLimits(limits)
  const descriptors = options.descriptors ?? { limit: descriptorLimit(), used: descriptorsUsed }
  checkDescriptors(descriptors)
  const library = loadLibrary()
  const pages = await loadPages(options.staticDir)
  const healthCheck = createHealthCheck(options.ready)
  return { ...options, trustProxy, refused, limits, descriptors, library, pages, healthCheck }
}

function checkDescriptors({ limit }: Descriptors): void {
  if (limit >= DESCRIPTORS_MIN) return
  const text = `this process may have ${limit} descriptors, and a node needs ${DESCRIPTORS_MIN}: raise nofile (ulimit -n)`
  throw new GatewayError('too-few-descriptors', text)
}

function stop(listening: readonly Listening[], play: Play, { players, operators }: Apps): void {
  for (const one of listening) one.close()
  play.stop('This node has left: connect again to reach another.')
  setTimeout(() => {
    players.close()
    operators.close()
  }, STOP_GRACE_MS)
}

function once(act: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    act()
  }
}

/** Listens for players and for operators; on neither port if one of the two cannot be had. @throws GatewayError */
async function listenBoth(
  library: Library,
  { players, operators }: Apps,
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
