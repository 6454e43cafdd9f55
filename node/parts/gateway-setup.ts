// How a node's gateway is set up from the configuration, and what it may ask the node.
import type { Config } from '../config.ts'
import type { Node } from '../core/node.ts'
import type { Driver } from '../driver.ts'
import type { GatewayOptions } from '../gateway/start.ts'
import type { Log } from '../ops/log.ts'

export interface Asked {
  readonly node: Node
  readonly driver: Driver
  readonly log: Log
  readonly ready: GatewayOptions['ready']
  readonly metrics: GatewayOptions['metrics']
  readonly refused: NonNullable<GatewayOptions['refused']>
}

export function gatewayOptions(config: Config, { node, driver, log, ...asked }: Asked): GatewayOptions {
  return {
    ...asked,
    port: config.port,
    host: config.listenHost,
    shared: config.sharePort,
    ops: config.ops,
    basePath: config.basePath,
    allowOrigins: config.allowOrigins,
    staticDir: config.staticDir,
    meshKeys: config.meshKeys,
    tokenTtlMs: config.tokenTtlMs,
    tokenGraceMs: config.tokenGraceMs,
    trustProxy: config.trustProxy,
    limits: { socketsPerAddress: config.socketsPerAddress },
    rates: config.rates,
    emit: event => driver.dispatch(event),
    view: () => node.inspect(),
    operate: command => {
      const outcome = driver.operate(command)
      const { kind, ...about } = command
      log.info({ command: kind, ...about, ...outcome }, 'operated')
      return outcome
    },
    report: (what, error) => log.error({ error: String(error) }, what),
  }
}
