// How a node's mesh is set up from the configuration.
import { prometheusMetrics } from '@libp2p/prometheus-metrics'
import type { Config } from '../config.ts'
import type { Event } from '../core/event.ts'
import type { MeshOptions } from '../mesh/options.ts'
import type { Log } from '../ops/log.ts'
import type { Metrics } from '../ops/metrics.ts'

export function meshOptions(config: Config, emit: (event: Event) => void, log: Log, metrics: Metrics): MeshOptions {
  return {
    listen: { host: config.meshHost, port: config.meshPort },
    keys: config.meshKeys,
    release: config.release,
    cluster: config.cluster,
    peers: config.meshPeers,
    dnsQuery: config.dnsClusterQuery,
    trustRefused: config.trustRefused,
    log,
    metrics: prometheusMetrics({ registry: metrics.registry, collectDefaultMetrics: false }),
    onEvent: emit,
  }
}
