// A node: builds the parts, runs them, drains on SIGTERM. Which parts there are is read here; what they do, in their
// folders.
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { prometheusMetrics } from '@libp2p/prometheus-metrics'
import { type Config, ConfigError, describeVariables, loadConfig } from './config.ts'
import type { Game } from './core/game.ts'
import { Node } from './core/node.ts'
import { Driver } from './driver.ts'
import { minotaur } from './games/minotaur/index.ts'
import { descriptorLimit } from './gateway/descriptors.ts'
import { GatewayError, startGateway } from './gateway/start.ts'
import { openMesh } from './mesh/open.ts'
import { monotonicNow } from './ops/clock.ts'
import { createLog, type Log, logNote } from './ops/log.ts'
import { watchLoop } from './ops/loop.ts'
import { watchMemory } from './ops/memory.ts'
import { createMetrics } from './ops/metrics.ts'
import { watchRefusals } from './ops/refusals.ts'
import { Disk, type Trouble } from './parking/disk.ts'
import { Signs } from './parking/signs.ts'
import { rehearse } from './rehearsal.ts'

const EXIT_LOST = 1
/** As sysexits.h has it: the configuration is wrong, and another start will not mend it. */
const EXIT_CONFIG = 78
const READY_LOOK_MS = 20
/** The usual limit of a shell: some 750 players, where 20,000 would do no harm. */
const DESCRIPTORS_FEW = 1_025
/** In sessions. */
const REBALANCE_GAP = 8
const SCAN_MS = 5_000

const TROUBLES: Record<Trouble, string> = {
  unwritten: 'a session could not be saved: STATE_DIR refuses it, and nothing of it is kept there',
  unreadable: 'a saved session cannot be used, and is set aside',
  unmoved: 'the file of a saved session cannot be renamed: it stays as it is, and nobody resumes it from this node',
}

const HELP = `usage: node node/main.ts

Runs one node until SIGTERM or SIGINT, then hands its sessions over and exits with 0; with ${EXIT_LOST} where some found no other node,
and with ${EXIT_CONFIG} at once where its environment is not usable. It takes no arguments, and reads these variables:

${describeVariables()}
`

async function run(config: Config): Promise<void> {
  const log = createLog({ level: config.logLevel, release: config.release })
  for (const warning of config.warnings) log.warn(warning)
  const metrics = createMetrics({ release: config.release })
  let busy = 0

  const descriptors = descriptorLimit()
  if (descriptors < DESCRIPTORS_FEW) log.warn({ descriptors }, 'nofile allows few players: raise it (ulimit -n)')
  if (config.rehearse > 0) await rehearseFirst(config.rehearse, log)
  const mesh = await openMesh({
    listen: { host: config.meshHost, port: config.meshPort },
    keys: config.meshKeys,
    release: config.release,
    cluster: config.cluster,
    peers: config.meshPeers,
    dnsQuery: config.dnsClusterQuery,
    trustRefused: config.trustRefused,
    log,
    metrics: prometheusMetrics({ registry: metrics.registry, collectDefaultMetrics: false }),
    onEvent: event => driver.dispatch(event),
  })
  log.setBindings({ node: mesh.me })

  const disk =
    config.stateDir === null
      ? null
      : await Disk.open({
          dir: config.stateDir,
          emit: event => driver.dispatch(event),
          report: (trouble, file, error) => log.error({ file, error }, TROUBLES[trouble]),
        }).catch(error => {
          throw new ConfigError(
            [`STATE_DIR is "${config.stateDir}", which cannot be written to (${error.message})`],
            [],
          )
        })

  const node = new Node(
    {
      me: mesh.me,
      release: config.release,
      slot: config.slot,
      host: config.host,
      address: `${config.host}:${mesh.port}`,
      startedAt: Date.now(),
      backups: config.backups,
      suspectAfterMs: config.suspectAfterMs,
      forceAfterMs: config.forceAfterMs,
      drainDeadlineMs: config.drainDeadlineMs,
      handoffWindow: config.handoffWindow,
      lobbiesMax: config.playerLobbies,
      gamesMax: config.playerGames,
      ...{ rebalanceAfterMs: config.rebalanceAfterMs, rebalanceGap: REBALANCE_GAP },
      awayAfterMs: config.awayAfterMs,
      parks: disk !== null,
      ...{ aloneAfterMs: config.aloneAfterMs, mayBeAlone: config.mayBeAlone },
      parkAfterMs: config.parkAfterMs,
      successorWaitMs: config.successorWaitMs,
      checkpointEveryMs: config.checkpointEveryMs,
      coldAfterMs: config.coldAfterMs,
      memoryFullAt: config.memoryFullAt / 100,
      seed: randomBytes(4).readUInt32LE(),
    },
    minotaur as Game,
  )
  const signs =
    config.stateDir === null
      ? null
      : new Signs({
          dir: config.stateDir,
          me: mesh.me,
          say: () => {
            const { sessions, leaving } = node.onDisk()
            return { addresses: mesh.addresses(), sessions, leaving }
          },
          tell: living => driver.dispatch({ kind: 'signs', living }),
          report: error => log.error({ error: String(error) }, 'signs of life cannot be written or read in STATE_DIR'),
          now: monotonicNow,
        })
  const ready = () => {
    const awaited = node.onDisk().awaited
    if (awaited !== null && awaited.length > 0)
      return `STATE_DIR bears signs of nodes that run its sessions, and that this one does not reach: ${awaited.join(', ')}`
    if (!mesh.ready()) return 'not every listed peer was reached, or found to be absent, yet'
    if (awaited === null) return 'STATE_DIR is watched for signs of other nodes'
    if (node.ready(monotonicNow())) return true
    if (node.inspect().blind)
      return 'nobody has answered yet who the peers are (DNS_CLUSTER_QUERY, MESH_PEERS): it waits for ALONE_AFTER'
    return 'what peers know, and what they back up here, is still on its way'
  }
  const refused = watchRefusals(metrics.registry, log)
  const driver = new Driver(node, {
    note(note) {
      metrics.observe(note)
      if (note.name === 'refused') refused(note.limit)
      logNote(log, note)
    },
    exit(ok) {
      stopWatching()
      stopMemory()
      gateway.stop()
      Promise.allSettled([mesh.stop(), disk?.idle(), signs?.stop()]).then(() => process.exit(ok ? 0 : EXIT_LOST))
    },
  })
  const gateway = await startGateway({
    port: config.port,
    host: config.listenHost,
    shared: config.sharePort,
    ops: config.ops,
    basePath: config.basePath,
    allowOrigins: config.allowOrigins,
    staticDir: config.staticDir,
    meshKeys: config.meshKeys,
    tokenTtlMs: config.tokenTtlMs,
    trustProxy: config.trustProxy,
    limits: { socketsPerAddress: config.socketsPerAddress },
    refused,
    tokenGraceMs: config.tokenGraceMs,
    rates: config.rates,
    emit: event => driver.dispatch(event),
    ready,
    metrics: () => {
      metrics.sample({ view: node.inspect(), sockets: gateway.sockets, busy })
      return metrics.text()
    },
    view: () => node.inspect(),
    operate: command => {
      const outcome = driver.operate(command)
      const { kind, ...about } = command
      log.info({ command: kind, ...about, ...outcome }, 'operated')
      return outcome
    },
    report: (what, error) => log.error({ error: String(error) }, what),
  })
  const stopWatching = watchLoop(share => {
    busy = share
    driver.dispatch({ kind: 'busy', share })
  })

  const stopMemory = watchMemory(share => driver.dispatch({ kind: 'memory', share }))

  driver.connect({ mesh, gateway, disk })
  mesh.start()
  signs?.start()
  driver.dispatch({ kind: 'start' })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => driver.dispatch({ kind: 'drain' }))
  log.info({ port: gateway.port, opsPort: gateway.opsPort, meshPort: mesh.port }, 'listening')

  const look = setInterval(() => {
    if (ready() !== true) return
    clearInterval(look)
    log.info({ port: gateway.port }, 'ready')
    process.send?.({ kind: 'ready', port: gateway.port, opsPort: gateway.opsPort })
    if (disk) lookForParked(disk, log)
  }, READY_LOOK_MS)
}

async function rehearseFirst(sessions: number, log: Log): Promise<void> {
  const from = monotonicNow()
  try {
    await rehearse(minotaur as Game, sessions)
    log.info({ sessions, ms: Math.round(monotonicNow() - from) }, 'rehearsed')
  } catch (error) {
    log.warn({ error: String(error) }, 'the rehearsal failed: the first sessions that come here may pause for longer')
  }
}

/** Now, and again and again: nodes may share a disk. */
function lookForParked(disk: Disk, log: Log): void {
  const scan = () => disk.scan(Date.now()).catch(error => log.error({ error: String(error) }, 'cannot read STATE_DIR'))
  scan()
  setInterval(scan, SCAN_MS)
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
