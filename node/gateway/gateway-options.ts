// What a gateway is told when it is started. Types only.
import type { OperatorCommand, Outcome } from '../../protocol/operator.ts'
import type { MeshView } from '../core/inspect.ts'
import type { Rates } from './admission/allowances.ts'
import type { TrustProxy } from './admission/client-address.ts'
import type { Descriptors } from './admission/crowd.ts'
import type { Limits } from './admission/gateway-limits.ts'
import type { GatewayEvent } from './gateway.ts'
import type { Reach } from './operators/ops-routes.ts'
import type { About, GatewayRefusal } from './socket/socket.ts'
import type { Address } from './uws.ts'

export interface OpsAddress extends Pick<Address, 'port'> {
  readonly host: string
  readonly reach: Reach
  /** Whether operators are answered on the players' port too, if they show a token. */
  readonly onPlayersPort: boolean
}

export interface GatewayOptions extends Omit<Address, 'setBy'> {
  readonly ops: OpsAddress
  /** All paths are also found below this one, such as `/minotaur`; '': below no other. */
  readonly basePath: string
  /** Origins of pages from elsewhere that may use this node and show its own within theirs, such as
   *  `https://example.org`; `*`: all. */
  readonly allowOrigins: readonly string[]
  /** Folder of the built pages; if it is missing, only the pages do not work. */
  readonly staticDir: string
  /** The mesh's secrets, from which the keys of players' and operators' tokens are derived. */
  readonly meshKeys: readonly Uint8Array[]
  readonly tokenTtlMs: number
  readonly tokenGraceMs: number
  /** Is told of sockets' events, always in their order; never from within one of the gateway's own methods, nor
   *  after `stop`. */
  readonly emit: (event: GatewayEvent) => void
  /** True, or why not yet. Not asked any more after the first true. */
  readonly ready: () => boolean | string
  /** In Prometheus' text format. */
  readonly metrics: () => Promise<string>
  readonly view: () => MeshView
  /** A command of somebody who has the mesh's secret. */
  readonly operate: (command: OperatorCommand) => Outcome
  /** Reports a failure of this node, which ended one socket or request. */
  readonly report: (what: string, error: unknown) => void
  readonly limits?: Partial<Limits>
  /** Which proxies are believed about where a player comes from. */
  readonly trustProxy?: TrustProxy
  readonly rates?: Partial<Rates>
  /** A connection, a socket, a frame or a request was refused. */
  readonly refused?: (why: GatewayRefusal, about?: About) => void
  /** By default the descriptors of this process. */
  readonly descriptors?: Descriptors
}
