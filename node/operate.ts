// The operator's command line: tells a running node something, or shows what it knows. It reads the node's own
// environment, so that in a container it needs no arguments; and it is no node: it meshes with nobody and holds
// nothing.
import { parseArgs } from 'node:util'
import { type Config, ConfigError, loadConfig } from './config.ts'
import { createOperatorTokens } from './gateway/tokens/operator-tokens.ts'
import { readToken } from './gateway/tokens/reader-tokens.ts'
import { fetchView, operate } from './operate/client.ts'
import { describeCommands, requestOf } from './operate/commands.ts'
import { OperateError } from './operate/error.ts'
import { showMesh } from './operate/table.ts'

/** As those of node/main.ts; 2 is a wrong command line. */
const EXIT = { refused: 1, unreachable: 1, usage: 2, config: 78 }
const ANY_HOST: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

const HELP = `usage: node node/operate.ts COMMAND [--node NODE] [--at URL]

${describeCommands()}

  --node NODE   who is meant: a slot, or an id as status shows it. Without it, the node that is reached.
  --at URL      where to reach it, such as http://10.0.1.7:14000. Without it, OPS_PORT on this machine.

Reads OPS_PORT, OPS_HOST, PORT, LISTEN_HOST, MESH_KEY_FILE and MESH_KEY as node/main.ts does. Exits with 0 when it is done,
with ${EXIT.refused} when the node refused or did not answer, with ${EXIT.usage} where the command is wrong, with ${EXIT.config} where the environment is.
`

function addressOf(at: string | undefined, { ops }: Config): URL {
  if (at !== undefined) {
    const url = URL.parse(at)
    if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
    throw new OperateError('usage', `--at is an address such as http://127.0.0.1:14000, not "${at}"`)
  }
  if (ops.port === 0)
    throw new OperateError('usage', 'OPS_PORT is 0, so the port is not known here: give it with --at URL')
  const host = ANY_HOST.has(ops.host) ? '127.0.0.1' : ops.host
  return new URL(`http://${host.includes(':') ? `[${host}]` : host}:${ops.port}`)
}

function readArguments() {
  try {
    const options = {
      help: { type: 'boolean', short: 'h' },
      at: { type: 'string' },
      node: { type: 'string' },
    } as const
    return parseArgs({ options, allowPositionals: true })
  } catch (error) {
    throw new OperateError('usage', (error as Error).message)
  }
}

async function run(): Promise<string> {
  const { values, positionals } = readArguments()
  if (values.help) return HELP.trimEnd()
  if (positionals.length === 0) throw new OperateError('usage', `a command is missing.\n\n${HELP.trimEnd()}`)
  const [command, ...more] = positionals
  if (command === 'token' && (more.length > 0 || values.node !== undefined || values.at !== undefined))
    throw new OperateError('usage', 'token takes nothing: it is the same at all nodes of the mesh')
  if (command === 'status' && (more.length > 0 || values.node !== undefined))
    throw new OperateError('usage', 'status takes --at only: it shows what the node there knows of all others')
  const request = command === 'token' || command === 'status' ? null : requestOf(positionals, values.node)
  const config = loadConfig(process.env)
  if (command === 'token') return readToken(config.meshKeys)
  const at = addressOf(values.at, config)
  if (request === null) return showMesh(await fetchView(at, readToken(config.meshKeys)))
  return operate(at, request, createOperatorTokens(config.meshKeys).sign)
}

try {
  process.stdout.write(`${await run()}\n`)
} catch (error) {
  const expected = error instanceof OperateError || error instanceof ConfigError
  process.stderr.write(`${expected ? error.message : ((error as Error).stack ?? error)}\n`)
  process.exitCode = error instanceof OperateError ? EXIT[error.code] : error instanceof ConfigError ? EXIT.config : 1
}
