// What is served on each of the two ports, and who may connect there: players' sockets, pages and tokens on the one,
// what operators see and say on the other. Connections of operators are counted apart, so that strangers at the
// players' port never use up their share.
import type { HttpResponse, TemplatedApp } from 'uWebSockets.js'
import { Allowances, RATES } from './admission/allowances.ts'
import { type ClientAddress, clientAddress, isOwnMachine, type TrustProxy } from './admission/client-address.ts'
import { Crowd, type Descriptors } from './admission/crowd.ts'
import type { Limits } from './admission/gateway-limits.ts'
import type { GatewayOptions } from './gateway-options.ts'
import type { Answer } from './http/answer.ts'
import { createFront } from './http/front.ts'
import { type Handler, serve } from './http/http.ts'
import { createOrigins } from './http/origins.ts'
import { alsoBelow, createRoutes } from './http/routes.ts'
import type { Pages } from './http/static.ts'
import { createOpsRoutes, type Reach } from './operators/ops-routes.ts'
import { Play } from './socket/play.ts'
import { admit } from './tokens/issue-or-renew.ts'
import { createOperatorTokens } from './tokens/operator-tokens.ts'
import { createTokens } from './tokens/player-tokens.ts'
import { createReaders } from './tokens/reader-tokens.ts'
import { createApp, type Library } from './uws.ts'

/** The options with their defaults, and what both ports share. */
export interface Ground extends GatewayOptions {
  readonly limits: Limits
  readonly trustProxy: TrustProxy
  readonly refused: NonNullable<GatewayOptions['refused']>
  readonly descriptors: Descriptors
  readonly library: Library
  readonly pages: Pages
  readonly healthCheck: () => Answer
}

const NO_HEADERS = { forEach: () => undefined }

export function servePlayers(ground: Ground): { readonly app: TemplatedApp; readonly play: Play } {
  const { basePath, ops, refused, report, trustProxy } = ground
  const crowd = crowdOf(ground)
  const tokens = createTokens(ground.meshKeys)
  const allowances = new Allowances({ ...RATES, ...ground.rates }, refused)
  const origins = createOrigins(ground.allowOrigins)
  const front = createFront({ origins, refused, full: address => play.full(address) })
  const verify = (token: string) => admit(token, tokens, ground.tokenTtlMs)
  const play = new Play({ ...ground, crowd, allowances, verify, refuse: front.refuseSocket })
  const routes = createRoutes({
    ...ground,
    tokens,
    allowances,
    front,
    framing: origins.framing,
    holds: (who, seat) => play.holds(who, seat),
    ops: ops.onPlayersPort ? operatorRoutes(ground, 'anywhere') : null,
  })
  const paths = [...new Set(['', basePath])].map(base => `${base}/play`)
  const app = play.attach(createApp(ground.library, ground.limits), paths)
  app.any('/*', serve(alsoBelow(basePath, routes), { report, trustProxy }))
  // Behind a proxy a connection is the proxy's, and who is behind it shows only in its requests.
  guard(app, crowd, res => (trustProxy === 0 ? clientAddress(res, NO_HEADERS, 0) : null))
  return { app, play }
}

export function serveOperators(ground: Ground): TemplatedApp {
  const app = createApp(ground.library, ground.limits)
  app.any('/*', serve(operatorRoutes(ground, ground.ops.reach), { report: ground.report, trustProxy: 0 }))
  guard(app, crowdOf(ground), () => null)
  return app
}

function operatorRoutes(ground: Ground, reach: Reach): Handler {
  const operators = createOperatorTokens(ground.meshKeys)
  return createOpsRoutes({ ...ground, operators, mayRead: createReaders(ground.meshKeys) }, reach)
}

const crowdOf = ({ limits, descriptors, refused }: Ground): Crowd =>
  new Crowd({ limits, descriptors, refused, now: () => performance.now() })

/** Counts each connection until it ends or is a player's socket, and closes it at once where it may not stay. */
function guard(app: TemplatedApp, crowd: Crowd, addressOf: (res: HttpResponse) => ClientAddress): void {
  const watch = (res: HttpResponse, change: number) => {
    // Nothing of one that has ended may be touched.
    if (change !== 1) crowd.left()
    else if (crowd.came(addressOf(res), isOwnMachine(res)) !== null) res.close()
  }
  app.filter(watch as (res: HttpResponse, change: unknown) => void)
}
