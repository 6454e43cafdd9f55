// A node: which parts it has, in which order they start, and in which they stop. The folder parts/ says how each is set
// up from the configuration; what a part does stands in its own folder.
import { parseArgs } from 'node:util'
import { type Config, ConfigError, describeVariables, loadConfig } from './config.ts'
import type { Event } from './core/event.ts'
import type { Game } from './core/game.ts'
import { Node } from './core/node.ts'
import { Driver } from './driver.ts'
import { minotaur } from './games/minotaur/index.ts'
import { descriptorLimit } from './gateway/admission/descriptors.ts'
import { GatewayError, startGateway } from './gateway/start.ts'
import { openMesh } from './mesh/open.ts'
import { createLog, type Log, logNote } from './ops/log.ts'
import { createMetrics } from './ops/metrics.ts'
import { monotonicNow } from './ops/monotonic-clock.ts'
import { watchRefusals } from './ops/refusals.ts'
import { settingsOf } from './parts/core-settings.ts'
import { gatewayOptions } from './parts/gateway-setup.ts'
import { watchLoad } from './parts/load.ts'
import { meshOptions } from './parts/mesh-setup.ts'
import { readiness } from './parts/readiness.ts'
import { lookForParked, openDisk, openSigns } from './parts/state-dir.ts'
import { rehearse } from './rehearsal.ts'

const EXIT_LOST = 1
/** As in sysexits.h: the configuration is wrong, and another start will not repair it. */
const EXIT_CONFIG = 78
const READY_LOOK_MS = 20
/** The usual limit of a shell: some 750 players, where 20,000 would do no harm. */
const DESCRIPTORS_FEW = 1_025

const HELP = `usage: node node/main.ts

Runs one node until SIGTERM or SIGINT. Then it hands its sessions over and exits with 0, or with ${EXIT_LOST} if some of them found no other
node. It exits with ${EXIT_CONFIG} at once if its environment is not usable. It takes no arguments, and reads these variables.

${describeVariables()}
`

async function run(config: Config): Promise<void> {
  const log = createLog({ level: config.logLevel, release: config.release })
  warn(config, log)
  const metrics = createMetrics({ release: config.release })
  const refused = watchRefusals(metrics, log)
  if (config.rehearse > 0) await rehearseFirst(config.rehearse, log)

  // Events wait in the driver until every part is there.
  const emit = (event: Event) => driver.dispatch(event)
  const mesh = await openMesh(meshOptions(config, emit, log, metrics))
  log.setBindings({ node: mesh.me })
  const disk = config.stateDir === null ? null : await openDisk(config.stateDir, emit, log)
  const node = new Node(settingsOf(config, mesh), minotaur as Game)
  const signs = config.stateDir === null ? null : openSigns(config.stateDir, node, mesh, emit, log)
  const load = watchLoad(emit)
  const driver = new Driver(node, {
    note(note) {
      metrics.observe(note)
      if (note.name === 'refused') refused(note.limit)
      logNote(log, note)
    },
    exit(ok) {
      load.stop()
      gateway.stop()
      Promise.allSettled([mesh.stop(), disk?.idle(), signs?.stop()]).then(() => process.exit(ok ? 0 : EXIT_LOST))
    },
  })
  const ready = () => readiness(node, mesh)
  const metricsText = () => {
    metrics.sample({ view: node.inspect(), sockets: gateway.sockets, busy: load.busy() })
    return metrics.text()
  }
  const asked = { node, driver, log, ready, metrics: metricsText, refused }
  const gateway = await startGateway(gatewayOptions(config, asked))

  driver.connect({ mesh, gateway, disk })
  mesh.start()
  signs?.start()
  emit({ kind: 'start' })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => emit({ kind: 'drain' }))
  const { port, opsPort } = gateway
  log.info({ port, opsPort, meshPort: mesh.port }, 'listening')
  onceReady(ready, () => {
    log.info({ port }, 'ready')
    process.send?.({ kind: 'ready', port, opsPort })
    if (disk) lookForParked(disk, log)
  })
}

function warn(config: Config, log: Log): void {
  for (const warning of config.warnings) log.warn(warning)
  const descriptors = descriptorLimit()
  if (descriptors < DESCRIPTORS_FEW)
    log.warn({ descriptors }, 'nofile allows few players on this node: raise it (ulimit -n)')
}

function onceReady(ready: () => true | string, then: () => void): void {
  const look = setInterval(() => {
    if (ready() !== true) return
    clearInterval(look)
    then()
  }, READY_LOOK_MS)
}

async function rehearseFirst(sessions: number, log: Log): Promise<void> {
  const from = monotonicNow()
  try {
    await rehearse(minotaur as Game, sessions)
    log.info({ sessions, ms: Math.round(monotonicNow() - from) }, 'rehearsed')
  } catch (error) {
    log.warn({ error: String(error) }, 'the rehearsal failed, so the first sessions that move here may pause longer')
  }
}

function explain(error: unknown): never {
  const expected = error instanceof ConfigError || error instanceof GatewayError
  process.stderr.write(`minotaur: ${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(expected ? EXIT_CONFIG : EXIT_LOST)
}

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } })
if (values.help) process.stdout.write(HELP)
else {
  try {
    await run(loadConfig(process.env))
  } catch (error) {
    explain(error)
  }
}
