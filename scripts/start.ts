// `npm start`: a whole mesh on this machine, and where to click.
import { join } from 'node:path'
import { defineCommand, runMain } from 'citty'
import { ExplainedError, orExplain, wholeNumber } from './local/arguments.ts'
import { runningMesh, serveControl } from './local/control.ts'
import { LocalMesh } from './local/local-mesh.ts'
import { buildPages, pagesAreStale } from './local/pages.ts'
import { isTaken } from './local/ports.ts'
import { roll } from './local/roll.ts'
import { ERROR, INFO, showLine } from './local/show.ts'

/** On Ctrl-C all nodes leave at once: none can take what the others hold, so none should wait for long. */
const DRAIN_DEADLINE_S = 10

const say = (text: string) => process.stdout.write(`${text}\n`)

interface Options {
  readonly nodes: number
  readonly port: number
  readonly opsPort: number
  readonly host: string
  readonly verbose: boolean
}

async function start({ nodes, port, opsPort, host, verbose }: Options): Promise<void> {
  const running = runningMesh()
  if (running) throw new ExplainedError(`a mesh runs already: ${running.url} (process ${running.pid})`)
  for (const [option, taken] of [['port', port] as const, ['ops-port', opsPort] as const])
    if (await isTaken(taken))
      throw new ExplainedError(
        `port ${taken} is taken by another program: choose one with --${option}, such as --${option} ${taken + 1}`,
      )
  if (pagesAreStale()) {
    say('Building the pages…')
    await buildPages()
  }
  say(`Starting ${nodes} ${nodes === 1 ? 'node' : 'nodes'}…`)
  const mesh = await LocalMesh.start({
    nodes,
    port,
    opsPort,
    env: { LISTEN_HOST: host, DRAIN_DEADLINE: `${DRAIN_DEADLINE_S}s` },
    onLine: (node, line) => {
      if (line.level >= (verbose ? INFO : ERROR)) say(showLine(node, line))
    },
  })
  const url = `http://localhost:${port}`
  const at = { socket: join(mesh.folder, 'control.sock'), url, opsPort, keyFile: mesh.keyFile }
  const control = await serveControl(at, async (options, onEvent) => {
    say('A deploy begins.')
    await roll(mesh, options, onEvent)
    say(`The deploy is done: ${mesh.serving()[0]?.release} runs.`)
  })
  say(`
  Play       ${url}/
  Status     http://localhost:${opsPort}/status
  Deploy     npm run deploy   (in another terminal, while you play)
  Stop       Ctrl-C
`)
  await stopped(mesh, control.close)
}

/** Resolves when the mesh has ended: by Ctrl-C, or because its last node did. */
async function stopped(mesh: LocalMesh, closeControl: () => void): Promise<void> {
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
  const onSignal = () => {
    process.once('SIGINT', () => process.exit(130))
    ask()
  }
  process.once('SIGINT', onSignal)
  process.once('SIGTERM', onSignal)
  await asked
  closeControl()
  say('\nThe nodes leave. Ctrl-C again ends them at once.')
  const exits = await mesh.stop(DRAIN_DEADLINE_S * 1000 + 5000)
  const bad = exits.filter(exit => exit.code !== 0)
  if (bad.length > 0) say(`${bad.length} of ${exits.length} nodes had sessions that nobody was left to take.`)
}

const command = defineCommand({
  meta: {
    name: 'npm start --',
    description: 'Runs a mesh of several nodes on this machine, with the game and the status page.',
  },
  args: {
    nodes: { type: 'string', default: '3', valueHint: 'N', description: 'how many nodes' },
    port: { type: 'string', default: '4000', valueHint: 'P', description: 'the port for players, shared by all nodes' },
    'ops-port': {
      type: 'string',
      default: '14000',
      valueHint: 'P',
      description: 'the port for operators and the status page, shared by all nodes, for this machine only',
    },
    host: {
      type: 'string',
      default: '127.0.0.1',
      valueHint: 'H',
      description: 'the address for players; 0.0.0.0 lets others on your network in',
    },
    verbose: { type: 'boolean', default: false, description: "print the nodes' logs, not only their errors" },
  },
  run: called =>
    orExplain(called, args =>
      start({
        nodes: wholeNumber('nodes', args.nodes, { min: 1, max: 12 }),
        port: wholeNumber('port', args.port, { min: 1, max: 65_535 }),
        opsPort: wholeNumber('ops-port', args['ops-port'], { min: 1, max: 65_535 }),
        host: args.host,
        verbose: args.verbose,
      }),
    ),
})

await runMain(command)
